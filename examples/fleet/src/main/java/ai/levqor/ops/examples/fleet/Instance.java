package ai.levqor.ops.examples.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.levqor.ops.LevqorOps;
import ai.levqor.ops.OpsSettings;
import ai.levqor.ops.engine.ScaleReport;
import ai.levqor.ops.engine.recovery.RecoveryRequest;
import ai.levqor.ops.local.LatencyRecorder;
import ai.levqor.ops.local.LocalWorkerPool;
import ai.levqor.ops.redis.RedisJob;
import ai.levqor.ops.redis.RedisListQueue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One instance of a backend that does jobs from a list in Redis. Start several with the same {@code REDIS_URL}, and push jobs
 * with any client ({@code redis-cli LPUSH jobs 'parcel 7'}); one whose text begins with {@code bad} fails. It says each second
 * what was decided and how many workers it has itself; {@code recover NAME} on its input asks for a recovery of that name,
 * {@code recover NAME OTHER} for one that goes on with the redrive of another.
 */
public final class Instance {
    private final LatencyRecorder recorder;
    private final LocalWorkerPool<RedisJob> workers;
    private final LevqorOps ops;

    private Instance(Map<String, String> environment) {
        var settings = OpsSettings.of(environment);
        var clock = Clock.systemUTC();
        var queue = RedisListQueue.of(settings, clock);
        this.recorder = new LatencyRecorder(clock, System::nanoTime);
        this.workers = new LocalWorkerPool<>(queue, Instance::work, recorder::recordJob);
        this.ops = LevqorOps.builder()
                .settings(settings)
                .recorder(recorder)
                .queue(queue)
                .workers(workers)
                .onDecision(this::say)
                .build();
    }

    /** Runs until the input ends. The settings are those of the environment; {@code REDIS_URL} must be among them. */
    public static void main(String[] args) throws IOException {
        var environment = new HashMap<>(System.getenv());
        environment.putIfAbsent("OPS_REDIS_QUEUE", "jobs");
        environment.putIfAbsent("OPS_TICK_EVERY", "1s");
        var instance = new Instance(environment);
        instance.workers.resize(1);
        instance.ops.start();
        System.out.println("READY " + instance.ops.settings().fleet().instance());
        try (var in = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                instance.obey(line);
            }
        }
        instance.ops.close();
        instance.workers.close();
    }

    private static void work(RedisJob job) {
        if (job.text().startsWith("bad")) {
            throw new IllegalStateException("a bad job");
        }
    }

    private void say(ScaleReport report) {
        var outcome = report.outcome();
        System.out.println("DECIDED " + report.decision().action() + " " + outcome.result() + " of " + outcome.workers()
                + " here " + workers.size());
    }

    private void obey(String line) {
        var words = line.split(" ", -1);
        var resumes = words.length == 3 ? Optional.of(words[2]) : Optional.<String>empty();
        if (words.length < 2
                || words.length > 3
                || !words[0].equals("recover")
                || !isName(words[1])
                || !resumes.map(Instance::isName).orElse(true)) {
            System.out.println("say recover NAME [THE ONE TO GO ON WITH], or end the input");
            return;
        }
        var request = new RecoveryRequest(Optional.of(words[1]), Optional.empty(), resumes);
        System.out.println(
                "RECOVERED " + words[1] + " " + ops.recovery().recover(request).outcome());
    }

    private static boolean isName(String word) {
        return RecoveryRequest.INCIDENT_ID.matcher(word).matches();
    }
}
