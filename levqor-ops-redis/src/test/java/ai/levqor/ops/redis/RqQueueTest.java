package ai.levqor.ops.redis;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.spi.queue.Delivery;
import ai.levqor.ops.spi.queue.RedriveProgress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("a queue in RQ's layout")
class RqQueueTest extends LayoutContract {
    private static final DateTimeFormatter TIMES = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    @Override
    LayoutQueue layout(Redis redis) {
        return new RqQueue(redis, "default", Clock.systemUTC());
    }

    @Override
    LayoutWorkers workers(Redis redis) {
        return new Workers(redis);
    }

    @Test
    @DisplayName("a job goes back as by its own requeue, and is not forgotten meanwhile")
    void goesBack() {
        givenFailed("a", Instant.now());
        direct().ask("k", "EXPIRE", "rq:job:a", 60);

        redrive(3);

        assertThat(texts("HMGET", "rq:job:a", "status", "started_at", "ended_at"))
                .containsExactly("queued", "", "");
        assertThat(texts("HKEYS", "rq:job:a")).contains("data").doesNotContain("exc_info");
        assertThat(Reply.number(direct().ask("k", "TTL", "rq:job:a"))).isEqualTo(-1);
        assertThat(texts("LRANGE", "rq:queue:default", 0, -1)).containsExactly("a");
        assertThat(texts("SMEMBERS", "rq:queues")).containsExactly("rq:queue:default");
    }

    @Test
    @DisplayName("a job that may wait so long only still may")
    void timeToLive() {
        givenFailed("a", Instant.now());
        direct().ask("k", "HSET", "rq:job:a", "ttl", 100);

        redrive(3);

        assertThat(Reply.number(direct().ask("k", "TTL", "rq:job:a"))).isBetween(90L, 100L);
    }

    @Test
    @DisplayName("a job that fails in the second of the bound, after it was set, stays")
    void sameSecond() {
        givenFailed("b", Instant.now());
        layout().beginRedrive("first");
        givenFailed("a", Instant.now().plusMillis(50));
        direct().ask("k", "ZADD", "rq:failed:default", score("b"), "a");

        assertThat(layout().moveBatch("first", 10, 3)).isEqualTo(new RedriveProgress(1, 1, 0, 0));
        assertThat(texts("LRANGE", "rq:queue:default", 0, -1)).containsExactly("b");
    }

    @Test
    @DisplayName("what RQ would forget now is not counted; a job whose hash is gone is passed over")
    void forgotten() {
        direct().ask("k", "ZADD", "rq:failed:default", 1, "old", 4e9, "ghost");
        givenFailed("a", Instant.now());

        assertThat(layout().deadLetters().dead()).isEqualTo(2);
        assertThat(redrive(3)).isEqualTo(new RedriveProgress(2, 1, 0, 0));
        assertThat(texts("ZRANGE", "rq:failed:default", 0, -1)).containsExactly("old", "ghost");
    }

    @Test
    @DisplayName(
            "a job that fails again before the bound, by a clock that is behind, is not moved twice by one redrive")
    void clockBehind() {
        givenFailed("a", Instant.now());
        var score = score("a");
        givenFailed("b", Instant.now());
        layout().beginRedrive("first");
        layout().moveBatch("first", 1, 3);
        direct().ask("k", "LPOP", "rq:queue:default");
        givenFailed("a", Instant.now().minusSeconds(60));
        direct().ask("k", "ZADD", "rq:failed:default", score, "a");

        assertThat(layout().moveBatch("first", 10, 3)).isEqualTo(new RedriveProgress(2, 2, 0, 0));
        assertThat(texts("LRANGE", "rq:queue:default", 0, -1)).containsExactly("b");
    }

    @Test
    @DisplayName("a job in quarantine is not forgotten")
    void quarantined() {
        givenFailed("a", Instant.now());
        direct().ask("k", "EXPIRE", "rq:job:a", 60);

        redrive(0);

        assertThat(Reply.number(direct().ask("k", "TTL", "rq:job:a"))).isEqualTo(-1);
        assertThat(texts("HKEYS", "rq:job:a")).contains("data", "exc_info");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2024-02-29T23:59:59.999999Z", "2025-03-01T00:00:00.000001Z", "1999-12-31T12:00:00Z"})
    @DisplayName("the age of a failure is told from its own time")
    void age(String ended) {
        var before = Instant.now();
        givenFailed("a", Instant.parse(ended));

        var age = layout().deadLetters().oldestAge();

        assertThat(age)
                .isBetween(
                        Duration.between(Instant.parse(ended), before).minusMillis(2),
                        Duration.between(Instant.parse(ended), Instant.now()).plusMillis(2));
    }

    private void givenFailed(String id, Instant ended) {
        direct().ask(
                        "k",
                        "HSET",
                        "rq:job:" + id,
                        "data",
                        "x",
                        "created_at",
                        TIMES.format(ended),
                        "status",
                        "failed",
                        "ended_at",
                        TIMES.format(ended).replace(".000000Z", "Z"),
                        "exc_info",
                        "x");
        direct().ask("k", "ZADD", "rq:failed:default", Instant.now().getEpochSecond() + 31_536_000, id);
    }

    private String score(String id) {
        return Reply.text(direct().ask("k", "ZSCORE", "rq:failed:default", id));
    }

    private RedriveProgress redrive(int mostRedrives) {
        layout().beginRedrive("first");
        return layout().moveBatch("first", 10, mostRedrives);
    }

    private List<String> texts(Object... words) {
        return Reply.texts(direct().ask("k", words));
    }

    private record Workers(Redis redis) implements LayoutWorkers {
        private static final AtomicLong LAST = new AtomicLong();

        @Override
        public void add(String job) {
            redis.ask("k", "HSET", "rq:job:" + job, "data", "x", "created_at", now(), "enqueued_at", now());
            redis.ask("k", "RPUSH", "rq:queue:default", job);
        }

        @Override
        public Optional<Delivery<String>> take() {
            return Reply.maybeText(redis.ask("k", "LPOP", "rq:queue:default")).map(this::delivery);
        }

        private Delivery<String> delivery(String id) {
            redis.ask("k", "ZADD", "rq:wip:default", 4e9, id);
            redis.ask("k", "HSET", "rq:job:" + id, "status", "started", "started_at", now());
            var attempt = Reply.number(redis.ask("k", "HINCRBY", "rq:job:" + id, "attempt", 1));
            return new OneEnd(id, Math.toIntExact(attempt)) {
                @Override
                void ended(End how) {
                    if (how == End.FAILED) {
                        redis.ask("k", "HSET", "rq:job:" + id, "status", "failed", "ended_at", now());
                        redis.ask("k", "ZADD", "rq:failed:default", nextScore(), id);
                    } else if (how == End.GIVEN_BACK) {
                        redis.ask("k", "LPUSH", "rq:queue:default", id);
                    }
                    redis.ask("k", "ZREM", "rq:wip:default", id);
                }
            };
        }

        private static String now() {
            return TIMES.format(Instant.now());
        }

        /** Each later than the one before, so that the order of failures is known. */
        private static long nextScore() {
            return LAST.updateAndGet(last -> Math.max(last + 1, Instant.now().getEpochSecond() + 31_536_000));
        }
    }
}
