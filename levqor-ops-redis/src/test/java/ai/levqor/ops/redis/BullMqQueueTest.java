package ai.levqor.ops.redis;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.spi.queue.Delivery;
import ai.levqor.ops.spi.queue.RedriveProgress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("a queue in BullMQ's layout")
class BullMqQueueTest extends LayoutContract {
    private static final String BASE = "bull:jobs:";

    @Override
    LayoutQueue layout(Redis redis) {
        return new BullMqQueue(redis, "bull", "jobs", Clock.systemUTC());
    }

    @Override
    LayoutWorkers workers(Redis redis) {
        return workers(redis, BASE);
    }

    /** Workers of the queue whose keys begin with this. */
    static LayoutWorkers workers(Redis redis, String base) {
        return new Workers(redis, base);
    }

    @Test
    @DisplayName("a job goes back as its own retry would send it: cleared, to its end of the list or by its priority")
    void goesBack() {
        var plain = givenFailed("1", "0", "{}");
        var lifo = givenFailed("2", "0", "{\"a\":{\"lifo\":false},\"lifo\":true}");
        var urgent = givenFailed("3", "5", "{\"lifo\":true,\"priority\":5}");
        givenJobs(1);

        redrive();

        assertThat(texts("LRANGE", BASE + "wait", 0, -1)).containsExactly(plain, "job-0", lifo);
        assertThat(texts("ZRANGE", BASE + "prioritized", 0, -1, "WITHSCORES"))
                .containsExactly(urgent, Long.toString(5L * 4294967296L + 1));
        assertThat(texts("HKEYS", BASE + plain)).doesNotContain("failedReason", "finishedOn", "processedOn");
        assertThat(Reply.text(direct().ask("k", "HGET", BASE + plain, "atm"))).isEqualTo("3");
        assertThat(texts("ZRANGE", BASE + "marker", 0, -1, "WITHSCORES")).containsExactly("0", "0");
        assertThat(Reply.number(direct().ask("k", "XLEN", BASE + "events"))).isEqualTo(3);
    }

    @Test
    @DisplayName("a paused queue is not woken, and before BullMQ 6 its jobs wait apart")
    void paused() {
        givenFailed("1", "0", "{}");
        direct().ask("k", "HSET", BASE + "meta", "paused", "1", "version", "bullmq:6.7.0");
        redrive();
        givenFailed("2", "0", "{}");
        direct().ask("k", "HSET", BASE + "meta", "version", "bullmq:5.81.5");
        layout().beginRedrive("second");
        layout().moveBatch("second", 10, 3);

        assertThat(texts("LRANGE", BASE + "wait", 0, -1)).containsExactly("1");
        assertThat(texts("LRANGE", BASE + "paused", 0, -1)).containsExactly("2");
        assertThat(texts("ZRANGE", BASE + "marker", 0, -1)).isEmpty();
        assertThat(layout().depth().ready()).isEqualTo(2);
    }

    @Test
    @DisplayName("a queue with as many active jobs as it may have is not woken")
    void maxed() {
        givenJobs(1);
        new Workers(direct(), BASE).take();
        givenFailed("1", "0", "{}");
        direct().ask("k", "HSET", BASE + "meta", "concurrency", "1");

        redrive();

        assertThat(texts("ZRANGE", BASE + "marker", 0, -1)).isEmpty();
        assertThat(texts("LRANGE", BASE + "wait", 0, -1)).containsExactly("1");
    }

    @Test
    @DisplayName("a child that goes back is one of those its parent waits for again")
    void child() {
        givenFailed("1", "0", "{}");
        direct().ask("k", "HSET", BASE + "1", "parentKey", "bull:others:9");
        direct().ask("k", "HSET", "bull:others:9", "timestamp", "1");
        direct().ask("k", "ZADD", "bull:others:9:unsuccessful", 1, BASE + "1");

        redrive();

        assertThat(texts("SMEMBERS", "bull:others:9:dependencies")).containsExactly(BASE + "1");
        assertThat(texts("ZRANGE", "bull:others:9:unsuccessful", 0, -1)).isEmpty();
    }

    @Test
    @DisplayName("an id whose job is gone is passed over, and stays where it is")
    void jobGone() {
        direct().ask("k", "ZADD", BASE + "failed", 1, "ghost");
        givenFailed("1", "0", "{}");

        layout().beginRedrive("first");
        var moved = layout().moveBatch("first", 1, 3);

        assertThat(List.of(moved.found(), moved.moved(), moved.left())).isEqualTo(List.of(2L, 1L, 0L));
        assertThat(texts("ZRANGE", BASE + "failed", 0, -1)).containsExactly("ghost");
    }

    @Test
    @DisplayName("a job that fails in the very millisecond of the bound, after it was set, stays")
    void sameMillisecond() {
        givenFailed("5", "0", "{}");
        var millis = texts("ZRANGE", BASE + "failed", 0, 0, "WITHSCORES").get(1);
        layout().beginRedrive("first");
        givenFailed("1", "0", "{}");
        direct().ask("k", "ZADD", BASE + "failed", millis, "1");

        var moved = layout().moveBatch("first", 10, 3);

        assertThat(moved.moved()).isEqualTo(1);
        assertThat(texts("ZRANGE", BASE + "failed", 0, -1)).containsExactly("1");
    }

    @Test
    @DisplayName(
            "a job that fails again before the bound, by a clock that is behind, is not moved twice by one redrive")
    void clockBehind() {
        givenFailed("1", "0", "{}");
        var millis = texts("ZRANGE", BASE + "failed", 0, 0, "WITHSCORES").get(1);
        givenFailed("2", "0", "{}");
        layout().beginRedrive("first");
        layout().moveBatch("first", 1, 3);
        new Workers(direct(), BASE).take().orElseThrow().fail();
        direct().ask("k", "ZADD", BASE + "failed", millis, "1");

        var moved = layout().moveBatch("first", 10, 3);

        assertThat(moved).isEqualTo(new RedriveProgress(2, 2, 0, 0));
        assertThat(texts("LRANGE", BASE + "wait", 0, -1)).containsExactly("2");
    }

    @Test
    @DisplayName("a job in quarantine keeps all that is known of it")
    void quarantined() {
        givenFailed("1", "0", "{}");
        layout().beginRedrive("first");
        layout().moveBatch("first", 10, 0);

        assertThat(texts("HKEYS", BASE + "1")).contains("data", "failedReason", "atm");
        direct().ask("k", "DEL", BASE + "1");
        assertThat(texts("HKEYS", BASE + "levqor:quarantined:1")).contains("data", "failedReason", "atm");
    }

    @Test
    @DisplayName("delayed jobs are ready when they are due, and the oldest of all kinds gives the age")
    void delayed() {
        var now = System.currentTimeMillis();
        for (var each : List.of(now - 60_000, now + 60_000)) {
            var id = "at" + each;
            direct().ask("k", "HSET", BASE + id, "timestamp", each - 5_000, "delay", 5_000, "data", "{}");
            direct().ask("k", "ZADD", BASE + "delayed", each * 4096, id);
        }

        var depth = layout().depth();

        assertThat(depth.ready()).isEqualTo(1);
        assertThat(depth.oldestAge()).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(90));
    }

    private String givenFailed(String id, String priority, String opts) {
        var workers = new Workers(direct(), BASE);
        direct().ask(
                        "k",
                        "HSET",
                        BASE + id,
                        "data",
                        "{}",
                        "opts",
                        opts,
                        "priority",
                        priority,
                        "timestamp",
                        "1",
                        "atm",
                        "2");
        direct().ask("k", "LPUSH", BASE + "active", id);
        workers.delivery(id, 3).fail();
        return id;
    }

    private void redrive() {
        layout().beginRedrive("first");
        layout().moveBatch("first", 10, 3);
    }

    private List<String> texts(Object... words) {
        return Reply.texts(direct().ask("k", words));
    }

    private record Workers(Redis redis, String base) implements LayoutWorkers {
        private static final AtomicLong LAST = new AtomicLong();
        private static final Script TAKE = new Script("take", """
                local id = redis.call('RPOP', KEYS[1]..'wait')
                if not id then return nil end
                redis.call('LPUSH', KEYS[1]..'active', id)
                redis.call('HSET', KEYS[1]..id, 'processedOn', ARGV[1])
                return {id, redis.call('HINCRBY', KEYS[1]..id, 'ats', 1)}
                """, "1".repeat(40));
        private static final Script END = new Script("end", """
                redis.call('LREM', KEYS[1]..'active', -1, ARGV[1])
                if ARGV[3] == 'GIVEN_BACK' then return redis.call('RPUSH', KEYS[1]..'wait', ARGV[1]) end
                if ARGV[3] == 'DONE' then return redis.call('DEL', KEYS[1]..ARGV[1]) end
                redis.call('HINCRBY', KEYS[1]..ARGV[1], 'atm', 1)
                redis.call('HSET', KEYS[1]..ARGV[1], 'failedReason', 'no', 'finishedOn', ARGV[2])
                return redis.call('ZADD', KEYS[1]..'failed', ARGV[2], ARGV[1])
                """, "2".repeat(40));

        @Override
        public void add(String job) {
            redis.ask("k", "HSET", base + job, "data", "{}", "opts", "{}", "timestamp", System.currentTimeMillis());
            redis.ask("k", "LPUSH", base + "wait", job);
        }

        @Override
        public Optional<Delivery<String>> take() {
            return Optional.ofNullable(redis.run(TAKE, List.of(base), System.currentTimeMillis()))
                    .map(Reply::list)
                    .map(taken -> delivery(Reply.text(taken.get(0)), Math.toIntExact(Reply.number(taken.get(1)))));
        }

        Delivery<String> delivery(String id, int attempt) {
            return new OneEnd(id, attempt) {
                @Override
                void ended(End how) {
                    redis.run(END, List.of(base), id, nextMillis(), how.name());
                }
            };
        }

        /** Each later than the one before, so that the order of failures is known. */
        private static long nextMillis() {
            return LAST.updateAndGet(last -> Math.max(last + 1, System.currentTimeMillis()));
        }
    }
}
