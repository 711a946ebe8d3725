package ai.levqor.ops.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/**
 * Measures a whole redrive against what others could do on the same server in the same run: {@code [JOBS [ROUNDS]]}, 1,000,000
 * of 200 bytes and 3 unless told otherwise. What has to warm up does so before the first round. Needs {@code redis-server} and {@code redis-benchmark} of this system, and for
 * BullMQ's own {@code retryJobs} what {@code .ci/queues} installs, with {@code LEVQOR_QUEUES_DIR}. While ours runs, another
 * client in a process of its own asks 200 times a second; its latency counts from when it meant to ask.
 */
final class RedriveBenchmark {
    private static final Pattern RATE = Pattern.compile("([0-9.]+) requests per second");
    private static final String PADDING = "x".repeat(188);

    private final RedisServer server;
    private final Redis host;
    private final int jobs;

    private RedriveBenchmark(RedisServer server, Redis host, int jobs) {
        this.server = server;
        this.host = host;
        this.jobs = jobs;
    }

    public static void main(String[] args) throws Exception {
        var jobs = args.length > 0 ? Integer.parseInt(args[0]) : 1_000_000;
        var rounds = args.length > 1 ? Integer.parseInt(args[1]) : 3;
        try (var server = RedisServer.startSystem("--slowlog-log-slower-than", "1000", "--slowlog-max-len", "100000");
                var host = RedisTest.client(server.url(), Map.of("OPS_REDIS_TIMEOUT", "10s"))) {
            var benchmark = new RedriveBenchmark(server, host, jobs);
            benchmark.warmUp();
            for (int round = 1; round <= rounds; round++) {
                say("round %d: %,d jobs of 200 bytes", round, jobs);
                benchmark.round();
            }
        }
    }

    private void warmUp() {
        givenDead();
        say("in a JVM that has just begun: %,.0f jobs/s, each counted", ours("moved"));
        for (var counted : List.of("taken", "moved", "taken")) {
            givenDead();
            ours(counted);
        }
    }

    private void round() throws IOException, InterruptedException {
        givenDead();
        var idle = probed(() -> LockSupport.parkNanos(3_000_000_000L));
        var ours = new double[1];
        host.ask("jobs", "SLOWLOG", "RESET");
        var busy = probed(() -> ours[0] = ours("moved"));
        var slow = slowScripts();
        givenDead();
        var faster = new double[1];
        host.ask("jobs", "SLOWLOG", "RESET");
        var busier = probed(() -> faster[0] = ours("taken"));
        var slower = slowScripts();
        var taken = faster[0];

        givenDead();
        var one = rival(jobs, "-c", "1", "-P", "100", "LMOVE", "jobs:dead", "jobs:retry", "RIGHT", "LEFT");
        givenDead();
        var fifty = rival(jobs, "-c", "50", "-P", "100", "LMOVE", "jobs:dead", "jobs:retry", "RIGHT", "LEFT");
        host.ask("jobs", "FLUSHALL");
        var count = rival(
                jobs, "-c", "1", "-P", "100", "-r", "1000000000", "HINCRBY", "counts", "01234567__rand_int__", "1");
        var counted = 1 / (1 / one + 1 / count);
        givenDead();
        var naive = naive(Math.min(jobs, 50_000));

        say("  ours, each job counted        %,10.0f jobs/s", ours[0]);
        say("  ours, counted when taken      %,10.0f jobs/s, %.2f of LMOVE with 1 client", taken, taken / one);
        say("  LMOVE, 1 client, -P 100       %,10.0f jobs/s, ours is %.2f of it", one, ours[0] / one);
        say("  LMOVE, 50 clients, -P 100     %,10.0f jobs/s, ours is %.2f of it", fifty, ours[0] / fifty);
        say("  LMOVE and HINCRBY, -P 100     %,10.0f jobs/s, ours is %.2f of it", counted, ours[0] / counted);
        say("  LMOVE, one after the other    %,10.0f jobs/s, ours is %.2f of it", naive, ours[0] / naive);
        if (System.getenv("LEVQOR_QUEUES_DIR") != null) {
            var retryJobs = retryJobs(Math.min(jobs, 100_000));
            say("  BullMQ's own retryJobs        %,10.0f jobs/s, ours is %.1f of it", retryJobs, ours[0] / retryJobs);
            say("                                                   counted when taken %.1f", taken / retryJobs);
        }
        say("  another client, idle:          %s", idle);
        say("  another client, counted:       %s", busy);
        say("  another client, when taken:    %s", busier);
        say("  scripts and transactions over 1 ms, counted:    %s", slow);
        say("  scripts and transactions over 1 ms, when taken: %s", slower);
    }

    /** BullMQ's own, on as many failed jobs of its own layout as it had time for in the published measurements. */
    private double retryJobs(int some) {
        try (var workers = RealWorkers.bullMq("bullmq", server.port(), "jobs")) {
            BullMqRedriveMeasured.seed(host, some);
            var begun = System.nanoTime();
            workers.tell("retry");
            return some * 1e9 / (System.nanoTime() - begun);
        }
    }

    private void givenDead() {
        host.ask("jobs", "FLUSHALL");
        QueueScene.push(host, "jobs:dead", 0, jobs, job -> String.format(Locale.ROOT, "%012d", job) + PADDING);
    }

    private double ours(String counted) {
        try (var queue = QueueScene.queue(server.url(), Map.of("OPS_REDIS_QUEUE_COUNTS", counted))) {
            var begun = System.nanoTime();
            var progress = queue.beginRedrive("benchmark");
            while (!progress.finished()) {
                progress = queue.moveBatch("benchmark", jobs, 3);
            }
            return jobs * 1e9 / (System.nanoTime() - begun);
        }
    }

    private double naive(int some) {
        var begun = System.nanoTime();
        for (int i = 0; i < some; i++) {
            host.ask("jobs:dead", "LMOVE", "jobs:dead", "jobs:retry", "RIGHT", "LEFT");
        }
        return some * 1e9 / (System.nanoTime() - begun);
    }

    private double rival(int requests, String... words) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("redis-benchmark", "-p", "" + server.port(), "-n", "" + requests, "-q"));
        command.addAll(List.of(words));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        var match = RATE.matcher(said);
        if (!match.find()) {
            throw new IllegalStateException(said);
        }
        return Double.parseDouble(match.group(1));
    }

    private String slowScripts() {
        var micros = Reply.list(host.ask("jobs", "SLOWLOG", "GET", "100000")).stream()
                .map(Reply::list)
                .filter(entry -> Reply.texts(entry.get(3)).get(0).matches("EVAL.*|EXEC"))
                .mapToLong(entry -> Reply.number(entry.get(2)))
                .sorted()
                .toArray();
        return micros.length == 0
                ? "none"
                : "%d, the longest %.2f ms, over 5 ms: %d"
                        .formatted(
                                micros.length,
                                micros[micros.length - 1] / 1e3,
                                Arrays.stream(micros)
                                        .filter(each -> each > 5_000)
                                        .count());
    }

    /** The latency of another client while something runs. */
    private String probed(Runnable work) throws IOException, InterruptedException {
        try (var probe = LatencyProbe.start(server.url())) {
            work.run();
            return probe.end();
        }
    }

    private static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
