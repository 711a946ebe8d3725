package ai.levqor.ops.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.levqor.ops.redis.FaultyWire.Fault;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.queue.Delivery;
import ai.levqor.ops.spi.queue.RedriveProgress;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("over a wire that goes wrong, at every command of it,")
@Timeout(120)
class QueueWireTest {
    private static final int JOBS = 900;
    private static final int BATCH = 150;
    private static final int MANY = 4_500;
    private static final Map<String, String> SETTINGS = Map.of("OPS_REDIS_TIMEOUT", "100ms");

    private static RedisServer server;
    private static Redis host;

    @BeforeAll
    static void start() {
        server = RedisServer.start();
        host = RedisTest.client(server.url(), Map.of());
    }

    @AfterAll
    static void end() {
        host.close();
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a redrive in small batches loses nothing, doubles nothing and counts exactly")
    void redrive(Fault fault) throws Exception {
        redrive(fault, BATCH);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a redrive of all at once, whose moves overlap, loses nothing, doubles nothing and counts exactly")
    void redriveOverlapping(Fault fault) throws Exception {
        redrive(fault, JOBS);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a redrive of thousands at once, in transactions, loses nothing, doubles nothing and counts exactly")
    void redriveInTransactions(Fault fault) throws Exception {
        redrive(fault, MANY, MANY);
    }

    private void redrive(Fault fault, int batch) throws Exception {
        redrive(fault, JOBS, batch);
    }

    private void redrive(Fault fault, int jobs, int batch) throws Exception {
        var boundaries = 0;
        for (var broken = true; broken; boundaries++) {
            host.ask("jobs", "FLUSHALL");
            QueueScene.push(host, "jobs:dead", 0, jobs, job -> "job " + job);
            try (var wire = new FaultyWire(server.port());
                    var queue = QueueScene.queue(wire.url(), SETTINGS)) {
                wire.breakAfter(boundaries, fault);

                var progress = again(() -> queue.beginRedrive("first"));
                QueueScene.push(host, "jobs:dead", jobs, 1, job -> "job " + job);
                while (!progress.finished()) {
                    progress = again(() -> queue.moveBatch("first", batch, 3));
                }
                broken = wire.broken();
                wire.letGo();
                wire.awaitEndOfFault();
                assertThat(progress).isEqualTo(new RedriveProgress(jobs, jobs, 0, 0));
            }
            assertThat(QueueScene.all(host, "jobs:dead")).containsExactly("job " + jobs);
            assertThat(QueueScene.all(host, "jobs:retry"))
                    .isEqualTo(IntStream.range(0, jobs)
                            .mapToObj(job -> "job " + job)
                            .toList());
            assertThat(QueueScene.counted(host)).isEqualTo(jobs);
        }
        System.out.println(fault + ": " + (boundaries - 1) + " boundaries of a redrive");
        assertThat(boundaries).isGreaterThan(6);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a worker's jobs are each done once, and none stays behind")
    void worker(Fault fault) throws Exception {
        var boundaries = 0;
        for (var broken = true; broken; boundaries++) {
            host.ask("jobs", "FLUSHALL");
            QueueScene.push(host, "jobs", 0, 3, job -> "job " + job);
            var seen = new HashSet<String>();
            try (var wire = new FaultyWire(server.port());
                    var queue = QueueScene.queue(wire.url(), SETTINGS)) {
                wire.breakAfter(boundaries, fault);

                var empty = 0;
                while (empty < 2) {
                    var taken = take(queue);
                    empty += taken.isEmpty() ? 1 : 0;
                    taken.ifPresent(delivery -> {
                        assertThat(seen.add(delivery.job().text())).isTrue();
                        again(() -> {
                            delivery.done();
                            return true;
                        });
                    });
                }
                broken = wire.broken();
                wire.letGo();
                var depth = again(queue::depth);
                assertThat(depth.ready() + depth.inFlight()).isZero();
            }
            assertThat(seen).hasSize(3);
        }
        assertThat(boundaries).isGreaterThan(6);
    }

    @Test
    @DisplayName("a move that arrives late is not carried out beside the one that was sent again")
    void lateMove() throws Exception {
        host.ask("jobs", "FLUSHALL");
        QueueScene.push(host, "jobs:dead", 0, 30, job -> "job " + job);
        try (var wire = new FaultyWire(server.port());
                var queue = QueueScene.queue(wire.url(), SETTINGS)) {
            queue.beginRedrive("first");
            queue.moveBatch("first", 1, 3);
            wire.breakAfter(0, Fault.COMMAND_HELD);

            var moved = queue.moveBatch("first", 10, 3);
            wire.letGo();
            wire.awaitEndOfFault();

            assertThat(moved).isEqualTo(new RedriveProgress(30, 11, 0, 19));
            assertThat(queue.deadLetters().dead()).isEqualTo(19);
        }
    }

    @Test
    @DisplayName("a move whose time is over is not sent again: the next one tells what became of it")
    void noTimeLeft() throws Exception {
        host.ask("jobs", "FLUSHALL");
        QueueScene.push(host, "jobs:dead", 0, 30, job -> "job " + job);
        var elapsed = new AtomicLong();
        try (var wire = new FaultyWire(server.port());
                var redis = RedisTest.client(wire.url(), SETTINGS)) {
            var redrive = new QueueRedrive(redis, QueueScene.keys(Map.of()), () -> elapsed.getAndAdd(1_000_000_000));
            redrive.begin("first");
            redrive.move("first", 1, 3);
            wire.breakAfter(0, Fault.COMMAND_HELD);

            assertThatExceptionOfType(UnavailableException.class)
                    .isThrownBy(() -> redrive.move("first", 10, 3))
                    .withMessage("whether jobs of jobs:dead were moved is not known yet");
            wire.letGo();
            while (!Reply.maybeText(host.ask("jobs:redrive", "HGET", "jobs:redrive", "op"))
                    .orElse("")
                    .equals("2")) {
                Thread.onSpinWait();
            }

            assertThat(redrive.move("first", 5, 3)).isEqualTo(new RedriveProgress(30, 16, 0, 14));
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("moves that overlap and have no answer when the time is over are not known, and the next one tells")
    void noTimeLeftOverlapping(Fault fault) throws Exception {
        host.ask("jobs", "FLUSHALL");
        QueueScene.push(host, "jobs:dead", 0, JOBS * 10, job -> "job " + job);
        try (var wire = new FaultyWire(server.port());
                var redis = RedisTest.client(wire.url(), SETTINGS)) {
            var redrive = new QueueRedrive(redis, QueueScene.keys(Map.of()), () -> wire.broken() ? Long.MAX_VALUE : 0);
            redrive.begin("first");
            redrive.move("first", 1, 3);
            wire.breakAfter(2, fault);

            assertThatExceptionOfType(UnavailableException.class)
                    .isThrownBy(() -> redrive.move("first", JOBS * 10, 3))
                    .withMessage("whether jobs of jobs:dead were moved is not known yet");
            wire.letGo();
            wire.awaitEndOfFault();
            var moved = redrive.move("first", 1, 3);

            assertThat(QueueScene.all(host, "jobs:retry")).hasSize(Math.toIntExact(moved.moved()));
            assertThat(moved.moved()).isGreaterThan(1);
        }
    }

    @Test
    @DisplayName("a beginning that arrives late takes the redrive from nobody")
    void lateBeginning() throws Exception {
        host.ask("jobs", "FLUSHALL");
        QueueScene.push(host, "jobs:dead", 0, 30, job -> "job " + job);
        try (var wire = new FaultyWire(server.port());
                var late = QueueScene.queue(wire.url(), SETTINGS);
                var queue = QueueScene.queue(server.url(), Map.of())) {
            late.deadLetters();
            wire.breakAfter(1, Fault.COMMAND_HELD);
            late.beginRedrive("first");
            queue.beginRedrive("second");

            wire.letGo();
            wire.awaitEndOfFault();

            assertThat(queue.moveBatch("second", 10, 3)).isEqualTo(new RedriveProgress(30, 10, 0, 20));
        }
    }

    @Test
    @DisplayName("a take that arrives late takes nothing")
    void lateTake() throws Exception {
        host.ask("jobs", "FLUSHALL");
        QueueScene.push(host, "jobs", 0, 3, job -> "job " + job);
        try (var wire = new FaultyWire(server.port());
                var queue = QueueScene.queue(wire.url(), SETTINGS)) {
            queue.take(Duration.ZERO).orElseThrow().done();
            awaitFirstBeat();
            wire.breakAfter(0, Fault.COMMAND_HELD);
            assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> queue.take(Duration.ZERO));
            again(() -> take(queue).map(delivery -> {
                delivery.done();
                return delivery;
            }));
            wire.letGo();
            wire.awaitEndOfFault();
            assertThat(queue.depth().inFlight()).as("taken by the late one").isZero();
            assertThat(queue.depth().ready()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("an end that arrives late does not end the next job of its worker")
    void lateEnd() throws Exception {
        host.ask("jobs", "FLUSHALL");
        QueueScene.push(host, "jobs", 0, 2, job -> "job " + job);
        try (var wire = new FaultyWire(server.port());
                var queue = QueueScene.queue(wire.url(), SETTINGS)) {
            var delivery = queue.take(Duration.ZERO).orElseThrow();
            awaitFirstBeat();
            wire.breakAfter(0, Fault.COMMAND_HELD);
            again(() -> {
                delivery.done();
                return true;
            });
            assertThat(take(queue)).isPresent();

            wire.letGo();
            wire.awaitEndOfFault();

            assertThat(queue.depth().inFlight()).isEqualTo(1);
        }
    }

    /** A worker's first job begins its signs of life: the first of them is over, and has no fault in store. */
    private static void awaitFirstBeat() {
        while (Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("levqor-redis-queue"))
                .anyMatch(thread -> thread.getState() != Thread.State.TIMED_WAITING)) {
            Thread.onSpinWait();
        }
    }

    private static Optional<Delivery<RedisJob>> take(RedisListQueue queue) {
        return again(() -> {
            try {
                return queue.take(Duration.ZERO);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** As the engine does: asks until there is an answer. */
    private static <T> T again(Supplier<T> call) {
        return Stream.generate(() -> tried(call))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow();
    }

    private static <T> Optional<T> tried(Supplier<T> call) {
        try {
            return Optional.of(call.get());
        } catch (UnavailableException e) {
            return Optional.empty();
        }
    }
}
