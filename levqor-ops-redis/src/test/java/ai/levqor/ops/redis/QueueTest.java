package ai.levqor.ops.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.levqor.ops.spi.ConfigurationException;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.queue.Delivery;
import ai.levqor.ops.spi.queue.RedriveProgress;
import ai.levqor.ops.spi.queue.WorkQueueProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("servers")
@DisplayName("a queue in a host's lists")
@Timeout(60)
class QueueTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final RedisServer server;
    private final List<AutoCloseable> open = new ArrayList<>();
    private Redis host;
    private RedisListQueue queue;

    QueueTest(RedisServer server) {
        this.server = server;
    }

    /** They are closed by whoever runs the class. */
    static Stream<RedisServer> servers() {
        return RedisServer.hasSystem()
                ? Stream.of(RedisServer.start(), RedisServer.startSystem())
                : Stream.of(RedisServer.start());
    }

    @BeforeEach
    void connect() {
        host = RedisTest.client(server.url(), Map.of());
        open.add(host);
        host.ask("jobs", "FLUSHALL");
        host.ask("jobs", "CONFIG", "SET", "maxmemory", 0);
        queue = another(RedisListQueue.LIFE);
    }

    @AfterEach
    void disconnect() throws Exception {
        for (var each : open) {
            each.close();
        }
    }

    private RedisListQueue another(Duration life) {
        var another = QueueScene.queue(server.url(), Map.of(), life);
        open.add(another);
        return another;
    }

    private Delivery<RedisJob> take(RedisListQueue from) throws InterruptedException {
        return from.take(LONG).orElseThrow();
    }

    @Nested
    @DisplayName("shares them with the host's own workers:")
    class Shared {
        @Test
        @DisplayName("a job that one of them failed is redriven, and one of them takes it to retry")
        void foreignWorker() {
            host.ask("jobs", "LPUSH", "jobs", "a", "b");
            host.ask("jobs", "LPUSH", "jobs:dead", Reply.text(host.ask("jobs", "RPOP", "jobs")));

            queue.beginRedrive("first");
            var moved = queue.moveBatch("first", 10, 3);

            assertThat(moved).isEqualTo(new RedriveProgress(1, 1, 0, 0));
            assertThat(Reply.text(host.ask("jobs", "RPOP", "jobs:retry"))).isEqualTo("a");
            assertThat(Reply.text(host.ask("jobs", "RPOP", "jobs"))).isEqualTo("b");
        }

        @Test
        @DisplayName("a job that fails in their hands each time goes to quarantine after three redrives")
        void foreignPoison() {
            host.ask("jobs", "LPUSH", "jobs:dead", "poison");
            for (int redrive = 1; redrive <= 3; redrive++) {
                queue.beginRedrive("redrive " + redrive);
                assertThat(queue.moveBatch("redrive " + redrive, 10, 3).moved()).isEqualTo(1);
                host.ask("jobs", "LPUSH", "jobs:dead", Reply.text(host.ask("jobs", "RPOP", "jobs:retry")));
            }

            queue.beginRedrive("redrive 4");
            var moved = queue.moveBatch("redrive 4", 10, 3);

            assertThat(moved).isEqualTo(new RedriveProgress(1, 0, 1, 0));
            assertThat(QueueScene.all(host, "jobs:quarantine")).containsExactly("poison");
        }

        @Test
        @DisplayName("a worker that waits takes no job away from one that pops, and gets the next")
        void waitsBesideBrpop() throws Exception {
            var taken = new FutureTask<>(() -> take(queue));
            var worker = new Thread(taken);
            worker.start();
            while (!Reply.text(host.ask("jobs", "CLIENT", "LIST")).contains("cmd=blmove")) {
                Thread.onSpinWait();
            }

            host.ask("jobs", "LPUSH", "jobs", "a");
            worker.join();

            assertThat(taken.get().job()).isEqualTo(RedisJob.of("a"));
            assertThat(Reply.number(host.ask("jobs", "LLEN", "jobs"))).isZero();
        }

        @Test
        @DisplayName("a redrive does not go on past what somebody else has taken from the dead letters")
        void foreignTakesDead() {
            QueueScene.push(host, "jobs:dead", 0, 10, job -> "job " + job);
            queue.beginRedrive("first");
            host.ask("jobs", "RPOP", "jobs:dead", 7);

            assertThat(queue.moveBatch("first", 10, 3)).isEqualTo(new RedriveProgress(10, 3, 0, 0));
        }

        @Test
        @DisplayName("bytes that are no text come through as they are")
        void anyBytes() throws Exception {
            var bytes = new byte[] {0, -1, 13, 10, -128, 34};
            host.ask("jobs", "LPUSH", "jobs", bytes);

            var delivery = take(queue);
            delivery.fail();
            queue.beginRedrive("first");
            queue.moveBatch("first", 1, 3);

            assertThat(take(queue).job()).isEqualTo(RedisJob.of(bytes));
        }
    }

    @Nested
    @DisplayName("counts")
    class Counts {
        @Test
        @DisplayName("nothing any more of a job that is done")
        void doneIsForgotten() throws Exception {
            host.ask("jobs", "LPUSH", "jobs", "a");
            take(queue).fail();
            queue.beginRedrive("first");
            queue.moveBatch("first", 1, 3);
            assertThat(Reply.number(host.ask("jobs", "HLEN", "jobs:redriven"))).isEqualTo(1);

            take(queue).done();

            assertThat(Reply.number(host.ask("jobs", "EXISTS", "jobs:redriven", "jobs:attempts", "jobs:taken")))
                    .isZero();
        }

        @Test
        @DisplayName("a larger batch than a script may move, in many")
        void largeBatch() {
            QueueScene.push(host, "jobs:dead", 0, 20_000, job -> "job " + job);
            var progress = queue.beginRedrive("first");
            while (!progress.finished()) {
                progress = queue.moveBatch("first", 15_000, 3);
            }

            assertThat(progress).isEqualTo(new RedriveProgress(20_000, 20_000, 0, 0));
        }

        @Test
        @DisplayName(
                "the age of the job at the head from when it was first seen there, and anew for another of its bytes")
        void ages() throws Exception {
            host.ask("jobs", "LPUSH", "jobs", "a", "b");
            host.ask("jobs", "LPUSH", "jobs:dead", "a", "a");

            var first = queue.depth();
            var second = queue.depth();
            while (second.oldestAge().isZero()) {
                second = queue.depth();
            }
            var dead = queue.deadLetters();
            take(queue);
            host.ask("jobs", "RPUSH", "jobs", "a");
            var third = queue.depth();

            assertThat(first.oldestAge()).isZero();
            assertThat(dead.oldestAge())
                    .as("two of the same bytes, of which the first may have been taken")
                    .isZero();
            assertThat(third.oldestAge()).isZero();
        }

        @Test
        @DisplayName("no age of a job of the same bytes as before if the list is shorter than it was")
        void shorter() {
            host.ask("jobs", "LPUSH", "jobs", "a", "b", "c");
            while (queue.depth().oldestAge().isZero()) {
                Thread.onSpinWait();
            }

            host.ask("jobs", "RPOP", "jobs", 2);
            host.ask("jobs", "RPUSH", "jobs", "a");

            assertThat(queue.depth().oldestAge()).isZero();
        }
    }

    @Nested
    @DisplayName("a consumer that")
    class Consumers {
        @Test
        @DisplayName("gives no sign of life any more loses its jobs to another, once, the head first")
        void dead() throws Exception {
            var dying = another(Duration.ofMillis(200));
            host.ask("jobs", "LPUSH", "jobs", "a", "b");
            var held = take(dying);
            dying.close();

            var depth = queue.depth();
            while (depth.inFlight() > 0) {
                depth = queue.depth();
            }
            var again = take(queue);

            assertThat(again.job()).isEqualTo(held.job());
            assertThat(again.attempt()).isEqualTo(2);
            assertThat(queue.depth().ready()).isEqualTo(1);
            assertThat(Reply.number(host.ask("jobs", "EXISTS", "jobs:lanes"))).isEqualTo(1);
        }

        @Test
        @DisplayName("was thought dead and is not, ends nothing of what is another's now")
        void thoughtDead() throws Exception {
            host.ask("jobs", "LPUSH", "jobs", "a");
            var held = take(queue);
            var consumer = Reply.texts(host.ask("jobs", "ZRANGE", "jobs:consumers", 0, -1))
                    .get(0);
            var other = another(RedisListQueue.LIFE);
            while (other.depth().inFlight() > 0) {
                host.ask("jobs", "ZADD", "jobs:consumers", 1, consumer);
            }
            var again = take(other);

            held.done();
            held.fail();

            assertThat(other.depth().inFlight()).isEqualTo(1);
            assertThat(again.job()).isEqualTo(RedisJob.of("a"));
            again.done();
            assertThat(other.depth().inFlight()).isZero();
        }

        @Test
        @DisplayName("beats keeps its jobs past its time")
        void alive() throws Exception {
            var living = another(Duration.ofSeconds(2));
            host.ask("jobs", "LPUSH", "jobs", "a");
            take(living);
            var first = deadline();
            for (var later = first; later < first + 3_000; later = deadline()) {
                assertThat(queue.depth().inFlight()).isEqualTo(1);
            }
        }

        private double deadline() {
            var words = Reply.texts(host.ask("jobs", "ZRANGE", "jobs:consumers", 0, 0, "WITHSCORES"));
            return Double.parseDouble(words.get(1));
        }

        @Test
        @DisplayName("is interrupted while it waits has taken nothing, and its worker may still end its jobs")
        void interrupted() throws Exception {
            host.ask("jobs", "LPUSH", "jobs", "a");
            var caught = new AtomicReference<Throwable>();
            var holding = new CountDownLatch(1);
            var worker = new Thread(() -> {
                try {
                    var held = take(queue);
                    holding.countDown();
                    try {
                        queue.take(LONG);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        held.giveBack();
                        caught.set(Thread.currentThread().isInterrupted() ? e : null);
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            worker.start();
            holding.await();
            worker.interrupt();
            worker.join();

            assertThat(caught.get()).isInstanceOf(InterruptedException.class);
            assertThat(queue.depth().inFlight()).isZero();
            assertThat(queue.depth().ready()).isEqualTo(1);
        }
    }

    @Nested
    @DisplayName("of a server whose memory is full")
    class Full {
        @BeforeEach
        void fill() {
            QueueScene.push(host, "jobs:dead", 0, 2_000, job -> "job " + job);
            QueueScene.push(host, "jobs", 2_000, 10, job -> "job " + job);
            queue.beginRedrive("first");
            queue.moveBatch("first", 500, 3);
            host.ask("jobs", "CONFIG", "SET", "maxmemory", 1);
        }

        @Test
        @DisplayName("says so, moves and loses nothing, and goes on when there is room again")
        void redrive() {
            assertThatExceptionOfType(UnavailableException.class)
                    .isThrownBy(() -> queue.moveBatch("first", 500, 3))
                    .withMessageContaining("memory is full");
            assertThatExceptionOfType(UnavailableException.class)
                    .isThrownBy(() -> queue.beginRedrive("second"))
                    .withMessageContaining("memory is full");
            assertThat(queue.deadLetters().dead()).isEqualTo(1_500);

            host.ask("jobs", "CONFIG", "SET", "maxmemory", 0);

            assertThat(queue.moveBatch("first", 2_000, 3)).isEqualTo(new RedriveProgress(2_000, 2_000, 0, 0));
            assertThat(QueueScene.all(host, "jobs:retry")).hasSize(2_000).doesNotHaveDuplicates();
        }

        @Test
        @DisplayName("lets workers go on, so that there is room again")
        void worker() throws Exception {
            take(queue).done();
            take(queue).fail();
            take(queue).giveBack();

            assertThat(queue.depth().ready()).isEqualTo(508);
            assertThat(queue.depth().inFlight()).isZero();
            assertThat(queue.deadLetters().dead()).isEqualTo(1_501);
        }
    }

    @Nested
    @DisplayName("tells a mistake:")
    class Mistakes {
        @Test
        @DisplayName("a name that is something else than a list, before anything is changed")
        void wrongType() {
            host.ask("jobs", "SET", "jobs:retry", "text");
            host.ask("jobs", "LPUSH", "jobs:dead", "a");

            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(queue::selfCheck)
                    .withMessageContaining("WRONGTYPE");
            queue.beginRedrive("first");
            assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> queue.moveBatch("first", 1, 3));
            assertThat(QueueScene.all(host, "jobs:dead")).containsExactly("a");
        }

        @Test
        @DisplayName("a user who may not change lists, before a job is touched")
        void mayNot() {
            host.ask("jobs", "ACL", "SETUSER", "weak", "on", ">secret", "~*", "+@all", "-ltrim");
            host.ask("jobs", "LPUSH", "jobs", "a");
            host.ask("jobs", "LPUSH", "jobs:dead", "b");
            var url = server.url().replace("redis://", "redis://weak:secret@");
            try (var weak = QueueScene.queue(url, Map.of())) {
                weak.beginRedrive("first");
                assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> weak.moveBatch("first", 1, 3));
                assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> weak.take(Duration.ZERO));
            }
            host.ask("jobs", "ACL", "DELUSER", "weak");

            assertThat(QueueScene.all(host, "jobs")).containsExactly("a");
            assertThat(QueueScene.all(host, "jobs:dead")).containsExactly("b");
            assertThat(QueueScene.all(host, "jobs:retry")).isEmpty();
            assertThat(queue.depth().inFlight()).isZero();
        }

        @Test
        @DisplayName("a server that may throw the queue away")
        void eviction() {
            queue.selfCheck();
            host.ask("jobs", "CONFIG", "SET", "maxmemory", "1gb");
            host.ask("jobs", "CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
            try {
                assertThatExceptionOfType(ConfigurationException.class)
                        .isThrownBy(queue::selfCheck)
                        .withMessageContaining("noeviction");
            } finally {
                host.ask("jobs", "CONFIG", "SET", "maxmemory-policy", "noeviction");
            }
        }
    }

    @Test
    @DisplayName("is found by its settings")
    void provided() {
        var providers = ServiceLoader.load(WorkQueueProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(provider -> provider.id().equals("redis"))
                .toList();

        assertThat(providers).hasSize(1);
        assertThat(providers.get(0).requiredSettings()).containsExactlyInAnyOrder("REDIS_URL", "OPS_REDIS_QUEUE");
        var made = providers
                .get(0)
                .create(name -> Optional.ofNullable(Map.of("REDIS_URL", server.url(), "OPS_REDIS_QUEUE", "jobs")
                        .get(name)));
        open.add((AutoCloseable) made);
        assertThat(made.depth().ready()).isZero();
    }
}
