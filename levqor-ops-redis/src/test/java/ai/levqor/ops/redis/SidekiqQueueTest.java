package ai.levqor.ops.redis;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.spi.queue.Delivery;
import ai.levqor.ops.spi.queue.RedriveProgress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("queues in Sidekiq's layout")
class SidekiqQueueTest extends LayoutContract {

    @Override
    LayoutQueue layout(Redis redis) {
        return new SidekiqQueue(redis, List.of("default"), false, Clock.systemUTC());
    }

    @Override
    LayoutWorkers workers(Redis redis) {
        return new Workers(redis);
    }

    @Test
    @DisplayName("a job goes to its own queue as by retry now, and every other byte of it stays")
    void goesBack() {
        var job =
                "{\"queue\":\"low\", \"args\":[{\"retry_count\":9,\"queue\":\"x\"},[],{},12345678901234567890,0.1,\"\\\"}é\"],"
                        + "\"retry_count\":2,\"jid\":\"a1\",\"created_at\":1.5,\"enqueued_at\":2.5}";
        direct().ask("k", "ZADD", "dead", 5, job);

        redrive(3);

        var moved = texts("LRANGE", "queue:low", 0, -1);
        assertThat(moved).hasSize(1);
        assertThat(moved.get(0).replaceAll("\"enqueued_at\":[0-9]{10}\\.[0-9]{6},", "\"enqueued_at\":NOW,"))
                .isEqualTo(job.replace("\"retry_count\":2", "\"retry_count\":1")
                        .replace("2.5}", "NOW,\"levqor_redrive\":\"1 1\"}"));
        assertThat(texts("SMEMBERS", "queues")).containsExactly("low");
    }

    @Test
    @DisplayName("a job of Sidekiq 8 keeps its times in milliseconds")
    void millis() {
        direct().ask("k", "ZADD", "dead", 5, job("a1", "\"created_at\":1764160000000,\"retry_count\":0"));

        redrive(3);

        assertThat(texts("LRANGE", "queue:default", 0, -1).get(0))
                .containsPattern("\"enqueued_at\":[0-9]{13},")
                .contains("\"retry_count\":-1");
    }

    @Test
    @DisplayName("what is no job stays where it is, and all others go")
    void noJobs() {
        var odd = List.of(
                "", "null", "{\"queue\":\"a\"", "{\"jid\":\"1\"}", "{\"jid\":\"1\",\"queue\":\"a\\\"b\"}", "{} x");
        odd.forEach(text -> direct().ask("k", "ZADD", "dead", 1, text));
        direct().ask("k", "ZADD", "dead", 5, job("a1", "\"retry\":0"));

        var progress = redrive(3);

        assertThat(progress).isEqualTo(new RedriveProgress(7, 1, 0, 0));
        assertThat(texts("ZRANGE", "dead", 0, -1)).containsExactlyInAnyOrderElementsOf(odd);
    }

    @Test
    @DisplayName("a job that somebody else changed since it was seen is left to them")
    void changedSince() {
        direct().ask("k", "ZADD", "dead", 5, job("a1", "\"retry\":0"), 6, job("a2", "\"retry\":0"));
        layout().beginRedrive("first");
        direct().ask("k", "ZREM", "dead", job("a1", "\"retry\":0"));

        assertThat(layout().moveBatch("first", 10, 3)).isEqualTo(new RedriveProgress(2, 1, 0, 0));
        assertThat(texts("LRANGE", "queue:default", 0, -1)).hasSize(1);
    }

    @Test
    @DisplayName("a job that dies again before the bound, by a clock that is behind, is not moved twice by one redrive")
    void clockBehind() {
        direct().ask("k", "ZADD", "dead", 5, job("a1", "\"retry\":0"), 6, job("a2", "\"retry\":0"));
        layout().beginRedrive("first");
        layout().moveBatch("first", 1, 3);
        var again = Reply.text(direct().ask("k", "RPOP", "queue:default"));
        direct().ask("k", "ZADD", "dead", 5, again);

        assertThat(layout().moveBatch("first", 10, 3)).isEqualTo(new RedriveProgress(2, 2, 0, 0));
        assertThat(texts("ZRANGE", "dead", 0, -1)).containsExactly(again);
    }

    @Test
    @DisplayName("a job that somebody else takes between the look and the move is not doubled")
    void takenInBetween() throws Exception {
        direct().ask("k", "ZADD", "dead", 5, job("a1", "\"retry\":0"), 6, job("a2", "\"retry\":0"));
        try (var wire = new FaultyWire(Integer.parseInt(url().replaceAll(".*:", "")));
                var queue = layout(RedisTest.client(wire.url(), Map.of("OPS_REDIS_TIMEOUT", "10s")))) {
            queue.beginRedrive("first");
            wire.breakAfter(1, FaultyWire.Fault.COMMAND_HELD);
            var moved = CompletableFuture.supplyAsync(() -> queue.moveBatch("first", 10, 3));
            while (!wire.broken()) {
                Thread.onSpinWait();
            }
            direct().ask("k", "ZREM", "dead", job("a1", "\"retry\":0"));
            wire.letGo();

            assertThat(moved.get()).isEqualTo(new RedriveProgress(2, 1, 0, 0));
        }
        assertThat(texts("LRANGE", "queue:default", 0, -1)).hasSize(1).allMatch(job -> job.contains("a2"));
    }

    @Test
    @DisplayName("jobs that wait for a retry count and go, too, where that is asked for, and none that failed since")
    void retries() {
        var now = System.currentTimeMillis() / 1_000.0;
        var due = now + 3_600;
        direct().ask("k", "ZADD", "dead", 5, job("a1", "\"retry_count\":25"));
        direct().ask("k", "ZADD", "retry", due, job("b1", "\"retry_count\":0,\"failed_at\":" + plain(now - 60)));
        try (var queue =
                new SidekiqQueue(RedisTest.client(url(), Map.of()), List.of("default"), true, Clock.systemUTC())) {
            assertThat(queue.deadLetters().dead()).isEqualTo(2);
            queue.beginRedrive("first");
            direct().ask("k", "ZADD", "retry", due, job("b2", "\"failed_at\":" + plain(now + 60)));

            assertThat(queue.moveBatch("first", 10, 3)).isEqualTo(new RedriveProgress(2, 2, 0, 0));
        }
        assertThat(texts("LRANGE", "queue:default", 0, -1))
                .hasSize(2)
                .anyMatch(job -> job.contains("\"retry_count\":-1"));
        assertThat(texts("ZRANGE", "retry", 0, -1)).hasSize(1).allMatch(job -> job.contains("b2"));
        assertThat(layout().deadLetters().dead()).isZero();
    }

    @Test
    @DisplayName("what Sidekiq's processes say that they do is in flight, for the queues that are ours")
    void inFlight() {
        direct().ask("k", "SADD", "processes", "one:1", "two:2");
        direct().ask("k", "HSET", "one:1:workers", "t1", "{\"queue\":\"default\"}", "t2", "{\"queue\":\"other\"}");
        direct().ask("k", "HSET", "two:2:work", "t1", "{\"queue\":\"default\",\"payload\":\"{}\"}");

        assertThat(layout().depth().inFlight()).isEqualTo(2);
    }

    @Test
    @DisplayName("the next job's time tells the age")
    void age() {
        var now = System.currentTimeMillis() / 1_000.0;
        direct().ask("k", "LPUSH", "queue:default", job("a1", "\"enqueued_at\":" + plain(now - 60)));
        direct().ask("k", "LPUSH", "queue:default", job("a2", "\"enqueued_at\":" + plain(now)));

        assertThat(layout().depth().oldestAge()).isBetween(Duration.ofSeconds(59), Duration.ofSeconds(90));
    }

    private RedriveProgress redrive(int mostRedrives) {
        layout().beginRedrive("first");
        return layout().moveBatch("first", 10, mostRedrives);
    }

    private List<String> texts(Object... words) {
        return Reply.texts(direct().ask("k", words));
    }

    private static String job(String id, String more) {
        return "{\"queue\":\"default\",\"jid\":\"" + id + "\",\"class\":\"Job\",\"args\":[]," + more + "}";
    }

    private static String plain(double seconds) {
        return String.format(Locale.ROOT, "%.6f", seconds);
    }

    private record Workers(Redis redis) implements LayoutWorkers {
        private static final AtomicLong LAST = new AtomicLong();

        @Override
        public void begin() {
            redis.ask("k", "SADD", "processes", "here:1");
        }

        @Override
        public void add(String job) {
            redis.ask("k", "LPUSH", "queue:default", job(job, "\"attempt\":0,\"enqueued_at\":" + plain(next())));
        }

        @Override
        public Optional<Delivery<String>> take() {
            return Reply.maybeBytes(redis.ask("k", "RPOP", "queue:default")).map(this::delivery);
        }

        private Delivery<String> delivery(byte[] text) {
            var job = JobText.of(text).orElseThrow();
            var id = job.plain("jid").orElseThrow();
            redis.ask("k", "HSET", "here:1:workers", id, "{\"queue\":\"default\"}");
            var attempt = job.number("attempt").orElseThrow().intValue() + 1;
            var tried = job.with("attempt", "" + attempt).bytes();
            return new OneEnd(id, attempt) {
                @Override
                void ended(End how) {
                    if (how == End.FAILED) {
                        redis.ask("k", "ZADD", "dead", plain(next()), tried);
                    } else if (how == End.GIVEN_BACK) {
                        redis.ask("k", "RPUSH", "queue:default", tried);
                    }
                    redis.ask("k", "HDEL", "here:1:workers", id);
                }
            };
        }

        /** Seconds, each later than the one before. */
        private static double next() {
            return LAST.updateAndGet(last -> Math.max(last + 10, System.currentTimeMillis() * 1_000)) / 1e6;
        }
    }
}
