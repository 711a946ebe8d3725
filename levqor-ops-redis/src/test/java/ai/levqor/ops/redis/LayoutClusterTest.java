package ai.levqor.ops.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.levqor.ops.redis.LayoutContract.LayoutWorkers;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.queue.Delivery;
import ai.levqor.ops.spi.queue.RedriveProgress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("in a cluster of three,")
@Timeout(120)
@SuppressWarnings("NullAway.Init") // the cluster is started before all
class LayoutClusterTest {
    private static final Map<String, String> PATIENT = Map.of("OPS_REDIS_TIMEOUT", "10s");
    private static final int JOBS = 7;

    private static RedisCluster cluster;

    private Redis host;

    @BeforeAll
    static void start() {
        cluster = RedisCluster.start();
    }

    @AfterAll
    static void end() {
        cluster.close();
    }

    @BeforeEach
    void empty() {
        for (var node : cluster.nodes()) {
            try (var client = RedisTest.client(node.url(), PATIENT)) {
                client.ask("any", "FLUSHALL");
            }
        }
        host = RedisTest.client(cluster.url(), PATIENT);
    }

    @AfterEach
    void disconnect() {
        host.close();
    }

    private static LayoutQueue bullMq(Redis redis, String prefix, String queue) {
        return new BullMqQueue(redis, prefix, queue, Clock.systemUTC());
    }

    private static LayoutQueue stream(Redis redis, String stream, String dead) {
        var settings = new StreamSettings(stream, "workers", dead, 2, Duration.ofMillis(1), "job");
        return new RedisStreamQueue(redis, settings, Clock.systemUTC());
    }

    @ParameterizedTest
    @CsvSource({"{bull}, jobs", "bull, {jobs}"})
    @DisplayName("a queue of BullMQ with a hash tag is counted and redriven, whichever node is asked first")
    void bullMq(String prefix, String queue) {
        assertRedriven(
                redis -> bullMq(redis, prefix, queue), BullMqQueueTest.workers(host, prefix + ":" + queue + ":"));
    }

    @ParameterizedTest
    @CsvSource({"{jobs}, {jobs}:dead", "my:{jobs}:stream, my:{jobs}:dead", "jobs, {jobs}:dead"})
    @DisplayName("a stream that shares a hash tag with its dead is counted and redriven, whichever node is asked first")
    void stream(String stream, String dead) {
        assertRedriven(redis -> stream(redis, stream, dead), RedisStreamQueueTest.workers(host, stream, dead));
    }

    private static void assertRedriven(Function<Redis, LayoutQueue> layout, LayoutWorkers workers) {
        workers.begin();
        for (var node : cluster.nodes()) {
            var jobs = IntStream.range(0, JOBS)
                    .mapToObj(number -> "job-" + number + "-" + node.port())
                    .toList();
            jobs.forEach(workers::add);
            try (var queue = layout.apply(RedisTest.client(node.url(), PATIENT))) {
                assertThat(queue.depth().ready()).isEqualTo(JOBS);
                workers.takeAll().forEach(Delivery::fail);
                assertThat(queue.deadLetters().dead()).isEqualTo(JOBS);

                var name = "by " + node.port();
                queue.beginRedrive(name);
                assertThat(queue.moveBatch(name, 3, 3)).isEqualTo(new RedriveProgress(JOBS, 3, 0, JOBS - 3));
                assertThat(queue.moveBatch(name, 500, 3)).isEqualTo(new RedriveProgress(JOBS, JOBS, 0, 0));

                assertThat(queue.deadLetters().dead()).isZero();
                var again = workers.takeAll();
                assertThat(again).extracting(Delivery::job).containsExactlyInAnyOrderElementsOf(jobs);
                assertThat(queue.depth().inFlight()).isEqualTo(JOBS);
                again.forEach(Delivery::done);
            }
        }
    }

    @Test
    @DisplayName("a queue of BullMQ without a hash tag is refused in words that tell how it must be, and nothing moves")
    void bullMqUntagged() {
        host.ask("bull:jobs:failed", "ZADD", "bull:jobs:failed", 1, "a");
        try (var queue = bullMq(RedisTest.client(cluster.url(), PATIENT), "bull", "jobs")) {
            assertRefused(queue, "must share a hash tag");
        }
        assertThat(Reply.texts(host.ask("bull:jobs:failed", "ZRANGE", "bull:jobs:failed", 0, -1)))
                .containsExactly("a");
    }

    @Test
    @DisplayName("a stream that shares no hash tag with its dead is refused, too")
    void streamUntagged() {
        host.ask("jobs:dead", "XADD", "jobs:dead", "1-1", "job", "a");
        try (var queue = stream(RedisTest.client(cluster.url(), PATIENT), "jobs", "jobs:dead")) {
            assertRefused(queue, "must share a hash tag");
        }
        assertThat(Reply.number(host.ask("jobs:dead", "XLEN", "jobs:dead"))).isEqualTo(1);
    }

    @Test
    @DisplayName("queues of Sidekiq are refused in words that say that they cannot be there, and nothing moves")
    void sidekiq() {
        host.ask("dead", "ZADD", "dead", 1, "{\"queue\":\"default\",\"jid\":\"a\"}");
        var queues = List.of("default");
        try (var queue = new SidekiqQueue(RedisTest.client(cluster.url(), PATIENT), queues, false, Clock.systemUTC())) {
            assertRefused(queue, "Sidekiq and RQ cannot be in a cluster");
        }
        assertThat(Reply.number(host.ask("dead", "ZCARD", "dead"))).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"default", "{default}"})
    @DisplayName("a queue of RQ is refused, too, whatever its name")
    void rq(String name) {
        var failed = "rq:failed:" + name;
        host.ask(failed, "ZADD", failed, 4e9, "a");
        try (var queue = new RqQueue(RedisTest.client(cluster.url(), PATIENT), name, Clock.systemUTC())) {
            assertRefused(queue, "Sidekiq and RQ cannot be in a cluster");
        }
        assertThat(Reply.number(host.ask(failed, "ZCARD", failed))).isEqualTo(1);
    }

    private static void assertRefused(LayoutQueue queue, String words) {
        for (ThrowingCallable call :
                List.<ThrowingCallable>of(queue::depth, queue::deadLetters, () -> queue.beginRedrive("first"))) {
            assertThatExceptionOfType(UnavailableException.class)
                    .isThrownBy(call)
                    .withMessageContaining("CROSSSLOT")
                    .withMessageContaining(words);
        }
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> queue.moveBatch("first", 1, 1));
    }
}
