package ai.levqor.ops.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.levqor.ops.redis.FaultyWire.Fault;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.queue.Delivery;
import ai.levqor.ops.spi.queue.RedriveProgress;
import java.io.IOException;
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
    void redrive(Fault fault) throws IOException {
        redrive(fault, BATCH);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a redrive of all at once, whose moves overlap, loses nothing, doubles nothing and counts exactly")
    void redriveOverlapping(Fault fault) throws IOException {
        redrive(fault, JOBS);
    }

    private void redrive(Fault fault, int batch) throws IOException {
        var boundaries = 0;
        for (var broken = true; broken; boundaries++) {
            host.ask("jobs", "FLUSHALL");
            QueueScene.push(host, "jobs:dead", 0, JOBS, job -> "job " + job);
            try (var wire = new FaultyWire(server.port());
                    var queue = QueueScene.queue(wire.url(), SETTINGS)) {
                wire.breakAfter(boundaries, fault);

                var progress = again(() -> queue.beginRedrive("first"));
                QueueScene.push(host, "jobs:dead", JOBS, 1, job -> "job " + job);
                while (!progress.finished()) {
                    progress = again(() -> queue.moveBatch("first", batch, 3));
                }
                broken = wire.broken();
                wire.letGo();
                awaitEndOfHeld();
                assertThat(progress).isEqualTo(new RedriveProgress(JOBS, JOBS, 0, 0));
            }
            assertThat(QueueScene.all(host, "jobs:dead")).containsExactly("job " + JOBS);
            assertThat(QueueScene.all(host, "jobs:retry"))
                    .isEqualTo(IntStream.range(0, JOBS)
                            .mapToObj(job -> "job " + job)
                            .toList());
            assertThat(Reply.number(host.ask("jobs:redriven", "HLEN", "jobs:redriven")))
                    .isEqualTo(JOBS);
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
    void lateMove() throws IOException {
        host.ask("jobs", "FLUSHALL");
        QueueScene.push(host, "jobs:dead", 0, 30, job -> "job " + job);
        try (var wire = new FaultyWire(server.port());
                var queue = QueueScene.queue(wire.url(), SETTINGS)) {
            queue.beginRedrive("first");
            queue.moveBatch("first", 1, 3);
            wire.breakAfter(0, Fault.COMMAND_HELD);

            var moved = queue.moveBatch("first", 10, 3);
            wire.letGo();
            awaitEndOfHeld();

            assertThat(moved).isEqualTo(new RedriveProgress(30, 11, 0, 19));
            assertThat(queue.deadLetters().dead()).isEqualTo(19);
        }
    }

    @Test
    @DisplayName("a move whose time is over is not sent again: the next one tells what became of it")
    void noTimeLeft() throws IOException {
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
    void noTimeLeftOverlapping(Fault fault) throws IOException {
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
            awaitEndOfHeld();
            var moved = redrive.move("first", 1, 3);

            assertThat(QueueScene.all(host, "jobs:retry")).hasSize(Math.toIntExact(moved.moved()));
            assertThat(moved.moved()).isGreaterThan(1);
        }
    }

    @Test
    @DisplayName("a beginning that arrives late takes the redrive from nobody")
    void lateBeginning() throws IOException {
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
            awaitEndOfHeld();

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
            wire.breakAfter(0, Fault.COMMAND_HELD);
            assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> queue.take(Duration.ZERO));
            again(() -> take(queue).map(delivery -> {
                delivery.done();
                return delivery;
            }));
            wire.letGo();
            awaitEndOfHeld();
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
            wire.breakAfter(0, Fault.COMMAND_HELD);
            again(() -> {
                delivery.done();
                return true;
            });
            assertThat(take(queue)).isPresent();

            wire.letGo();
            awaitEndOfHeld();

            assertThat(queue.depth().inFlight()).isEqualTo(1);
        }
    }

    /** Until what was held back has reached the server: no connection but the host's has greeted and asked nothing since. */
    private static void awaitEndOfHeld() {
        while (Reply.text(host.ask("jobs", "CLIENT", "LIST"))
                        .lines()
                        .filter(client -> client.contains(" cmd=client"))
                        .count()
                > 1) {
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
