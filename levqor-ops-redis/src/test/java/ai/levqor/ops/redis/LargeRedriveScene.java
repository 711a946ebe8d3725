package ai.levqor.ops.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.spi.queue.RedriveProgress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the tests of redrives of thousands of jobs share. Jobs are texts of which each character is a byte. */
abstract class LargeRedriveScene {
    static final String DEAD = "jobs:dead";
    static final String RETRY = "jobs:retry";

    /** A machine that is busy is no fault. */
    static final Map<String, String> PATIENT = Map.of("OPS_REDIS_TIMEOUT", "10s");

    static final LongSupplier TIME_STANDS_STILL = () -> 0;

    private static final Pattern EXECUTED = Pattern.compile("cmdstat_exec:calls=([0-9]+)");

    final RedisServer server;
    final List<AutoCloseable> open = new ArrayList<>();
    Redis host;

    LargeRedriveScene(RedisServer server) {
        this.server = server;
    }

    /** They are closed by whoever runs the class. */
    static Stream<RedisServer> servers() {
        return QueueTest.servers();
    }

    @BeforeEach
    void connect() {
        host = RedisTest.client(server.url(), PATIENT);
        open.add(host);
        host.ask("jobs", "CONFIG", "SET", "maxmemory", 0);
        host.ask("jobs", "FLUSHALL");
        host.ask("jobs", "CONFIG", "RESETSTAT");
    }

    @AfterEach
    void disconnect() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    static Map<String, String> settings(String takes, String counts) {
        return Map.of("OPS_REDIS_QUEUE_TAKES", takes, "OPS_REDIS_QUEUE_COUNTS", counts);
    }

    /** Whose calls last as long as they need. */
    RedisListQueue queue(Map<String, String> settings) {
        return queue(server.url(), settings, TIME_STANDS_STILL);
    }

    RedisListQueue queue(String url, Map<String, String> settings, LongSupplier ticker) {
        var queue = new RedisListQueue(
                RedisTest.client(url, PATIENT),
                QueueScene.keys(settings),
                Clock.systemUTC(),
                ticker,
                RedisListQueue.LIFE);
        open.add(queue);
        return queue;
    }

    static List<String> jobs(int from, int count) {
        return IntStream.range(from, from + count).mapToObj(job -> "job " + job).toList();
    }

    /** Adds jobs as a host would, the first of them to be taken first. */
    void add(String list, String takes, List<String> jobs) {
        for (int at = 0; at < jobs.size(); at += 1_000) {
            var words = new ArrayList<Object>(List.of(takes.equals("left") ? "RPUSH" : "LPUSH", list));
            jobs.subList(at, Math.min(jobs.size(), at + 1_000)).forEach(job -> words.add(job.getBytes(ISO_8859_1)));
            host.ask(list, words.toArray());
        }
    }

    void add(String list, List<String> jobs) {
        add(list, "right", jobs);
    }

    /** All that is in a list, which is taken first first. */
    List<String> all(String list, String takes) {
        var jobs = new ArrayList<String>();
        for (var job : Reply.list(host.ask(list, "LRANGE", list, 0, -1))) {
            jobs.add(new String(Reply.maybeBytes(job).orElseThrow(), ISO_8859_1));
        }
        if (takes.equals("right")) {
            Collections.reverse(jobs);
        }
        return jobs;
    }

    List<String> all(String list) {
        return all(list, "right");
    }

    long exist(String... keys) {
        return Reply.number(host.ask(
                "jobs", Stream.concat(Stream.of("EXISTS"), Stream.of(keys)).toArray()));
    }

    /** How many times the server was asked to carry a transaction out. Each connection begins with one of nothing. */
    long transactions() {
        var found = EXECUTED.matcher(Reply.text(host.ask("jobs", "INFO", "commandstats")));
        return found.find() ? Math.max(0, Long.parseLong(found.group(1)) - 1) : 0;
    }

    /** The fingerprint of a job, as a script makes it. */
    String fingerprint(String job) {
        return Reply.text(host.ask(
                "jobs", "EVAL", "return string.sub(redis.sha1hex(ARGV[1]), 1, 20)", 0, job.getBytes(ISO_8859_1)));
    }

    /** How often a job's redrive is counted. */
    String redrives(String job) {
        return Reply.maybeText(host.ask("jobs", "HGET", "jobs:redriven", fingerprint(job)))
                .orElse("never");
    }

    /** Begins a redrive, and moves all of it. */
    static RedriveProgress redrive(RedisListQueue queue, String name, int mostRedrives) {
        var progress = queue.beginRedrive(name);
        for (int batch = 0; !progress.finished(); batch++) {
            assertThat(batch).as("batches").isLessThan(1_000);
            progress = queue.moveBatch(name, 100_000, mostRedrives);
        }
        return progress;
    }

    /** All of these jobs are in one of two places, in their order, and the counts say where. Gives how many are moved. */
    int assertWhole(List<String> jobs) {
        var moved = all(RETRY);
        assertThat(moved).isEqualTo(jobs.subList(0, moved.size()));
        assertThat(all(DEAD)).isEqualTo(jobs.subList(moved.size(), jobs.size()));
        assertThat(Reply.texts(host.ask("jobs", "HMGET", "jobs:redrive", "moved", "quarantined", "left")))
                .containsExactly("" + moved.size(), "0", "" + (jobs.size() - moved.size()));
        assertThat(QueueScene.counted(host)).isEqualTo(moved.size());
        return moved.size();
    }
}
