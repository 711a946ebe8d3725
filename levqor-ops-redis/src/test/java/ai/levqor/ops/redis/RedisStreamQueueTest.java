package ai.levqor.ops.redis;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.spi.queue.Delivery;
import ai.levqor.ops.spi.queue.RedriveProgress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("a stream and its group")
class RedisStreamQueueTest extends LayoutContract {

    @Override
    LayoutQueue layout(Redis redis) {
        var settings = new StreamSettings("jobs", "workers", "jobs:dead", 2, Duration.ofMillis(1), "job");
        return new RedisStreamQueue(redis, settings, Clock.systemUTC());
    }

    @Override
    LayoutWorkers workers(Redis redis) {
        return workers(redis, "jobs", "jobs:dead");
    }

    /** Workers of this stream, and where they put what they give up. */
    static LayoutWorkers workers(Redis redis, String stream, String dead) {
        return new Workers(redis, stream, dead, new ArrayDeque<>());
    }

    @Test
    @DisplayName(
            "what was given to the group and is not acknowledged is in flight, and all after it is ready, deleted or not")
    void counted() {
        givenJobs(1_205);
        direct().ask("k", "XREADGROUP", "GROUP", "workers", "c", "COUNT", 5, "STREAMS", "jobs", ">");
        var third =
                Reply.texts(Reply.list(Reply.list(direct().ask("k", "XRANGE", "jobs", "-", "+", "COUNT", 10))).stream()
                        .map(each -> Reply.list(each).get(0))
                        .toList());
        direct().ask("k", "XDEL", "jobs", third.get(7), third.get(2));

        var depth = layout().depth();

        assertThat(depth.ready()).isEqualTo(1_199);
        assertThat(depth.inFlight()).isEqualTo(5);
    }

    @Test
    @DisplayName("a stream that is not there yet is empty, and one without its group waits as a whole")
    void nothingThere() {
        direct().ask("k", "DEL", "jobs");
        assertThat(layout().depth().ready()).isZero();
        assertThat(layout().deadLetters().dead()).isZero();

        direct().ask("k", "XADD", "jobs", "1-1", "job", "1");
        assertThat(layout().depth().ready()).isEqualTo(1);
        assertThat(layout().depth().oldestAge()).isGreaterThan(Duration.ofDays(10_000));
    }

    @Test
    @DisplayName("what was delivered too often and is idle is dead, and no redrive takes it from its worker")
    void stuck() {
        givenJobs(2);
        direct().ask("k", "XREADGROUP", "GROUP", "workers", "c", "COUNT", 2, "STREAMS", "jobs", ">");
        var first = Reply.list(direct().ask("k", "XPENDING", "jobs", "workers", "-", "+", 1))
                .get(0);
        var id = Reply.text(Reply.list(first).get(0));
        direct().ask("k", "XCLAIM", "jobs", "workers", "d", 0, id, "IDLE", 60_000, "RETRYCOUNT", 3);

        var dead = layout().deadLetters();
        var begun = layout().beginRedrive("first");

        assertThat(dead.dead()).isEqualTo(1);
        assertThat(dead.oldestAge()).isBetween(Duration.ofSeconds(59), Duration.ofSeconds(90));
        assertThat(begun.found()).isZero();
    }

    @Test
    @DisplayName("an entry that somebody took away makes no room for one that failed later")
    void noRoom() {
        direct().ask("k", "XADD", "jobs:dead", "1-1", "job", "1");
        direct().ask("k", "XADD", "jobs:dead", "2-1", "job", "2");
        layout().beginRedrive("first");
        direct().ask("k", "XDEL", "jobs:dead", "1-1");
        direct().ask("k", "XADD", "jobs:dead", "3-1", "job", "3");

        assertThat(layout().moveBatch("first", 10, 3)).isEqualTo(new RedriveProgress(2, 1, 0, 0));
        assertThat(Reply.number(direct().ask("k", "XLEN", "jobs:dead"))).isEqualTo(1);
    }

    @Test
    @DisplayName("an entry keeps its fields and their order, twins and empty ones too")
    void fieldsStay() {
        direct().ask("k", "XADD", "jobs:dead", "*", "b", "", "job", "1", "b", "2");
        layout().beginRedrive("first");
        layout().moveBatch("first", 1, 3);

        var entry = Reply.list(direct().ask("k", "XRANGE", "jobs", "-", "+")).get(0);
        assertThat(Reply.texts(Reply.list(entry).get(1))).containsExactly("b", "", "job", "1", "b", "2");
    }

    @Test
    @DisplayName("an entry in quarantine keeps the time at which it failed")
    void quarantinedKeepsId() {
        direct().ask("k", "XADD", "jobs:dead", "5-7", "job", "1");
        layout().beginRedrive("first");
        layout().moveBatch("first", 1, 0);

        var entry = Reply.list(direct().ask("k", "XRANGE", "{jobs}:levqor:quarantined", "-", "+"))
                .get(0);
        assertThat(Reply.text(Reply.list(entry).get(0))).isEqualTo("5-7");
    }

    @Test
    @DisplayName("without a field that names it a job is known by all of its fields")
    void knownByFields() {
        var settings = new StreamSettings("jobs", "workers", "jobs:dead", 2, Duration.ofMillis(1), "");
        try (var queue = new RedisStreamQueue(direct(), settings, Clock.systemUTC())) {
            for (var redrive : List.of("first", "second")) {
                direct().ask("k", "XADD", "jobs:dead", "*", "a", "1");
                direct().ask("k", "XADD", "jobs:dead", "*", "a", redrive);
                queue.beginRedrive(redrive);
                queue.moveBatch(redrive, 10, 1);
            }
            assertThat(queue.deadLetters().quarantined()).isEqualTo(1);
        }
    }

    private record Workers(Redis redis, String stream, String dead, Deque<Delivery<String>> givenBack)
            implements LayoutWorkers {

        @Override
        public void begin() {
            givenBack.clear();
            redis.ask("k", "XGROUP", "CREATE", stream, "workers", "0", "MKSTREAM");
        }

        @Override
        public void add(String job) {
            redis.ask("k", "XADD", stream, "*", "job", job, "attempt", 0);
        }

        @Override
        public Optional<Delivery<String>> take() {
            synchronized (givenBack) {
                if (!givenBack.isEmpty()) {
                    return Optional.of(givenBack.remove());
                }
            }
            var read = redis.ask("k", "XREADGROUP", "GROUP", "workers", "c", "COUNT", 1, "STREAMS", stream, ">");
            if (read == null) {
                return Optional.empty();
            }
            var entry = Reply.list(
                    Reply.list(Reply.list(Reply.list(read).get(0)).get(1)).get(0));
            var fields = Reply.texts(entry.get(1));
            return Optional.of(delivery(Reply.text(entry.get(0)), fields.get(1), Integer.parseInt(fields.get(3)) + 1));
        }

        private Delivery<String> delivery(String id, String job, int attempt) {
            return new OneEnd(job, attempt) {
                @Override
                void ended(End how) {
                    if (how == End.GIVEN_BACK) {
                        synchronized (givenBack) {
                            givenBack.add(delivery(id, job, attempt + 1));
                        }
                        return;
                    }
                    if (how == End.FAILED) {
                        redis.ask("k", "XADD", dead, "*", "job", job, "attempt", attempt);
                    }
                    redis.ask("k", "XACK", stream, "workers", id);
                    redis.ask("k", "XDEL", stream, id);
                }
            };
        }
    }
}
