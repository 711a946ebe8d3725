package ai.levqor.ops.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.levqor.ops.redis.FaultyWire.Fault;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.queue.RedriveProgress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@MethodSource("servers")
@DisplayName("a redrive of thousands of jobs at once, amid which")
@Timeout(120)
class LargeRedriveFaultsTest extends LargeRedriveScene {
    private static final List<String> JOBS = jobs(0, 9_000);

    private FaultyWire wire;
    private FutureTask<RedriveProgress> moving = new FutureTask<>(() -> new RedriveProgress(0, 0, 0, 0));
    private Thread mover = new Thread(moving);
    private final AtomicBoolean interrupted = new AtomicBoolean();

    LargeRedriveFaultsTest(RedisServer server) {
        super(server);
    }

    @BeforeEach
    void givenDead() {
        add(DEAD, JOBS);
        wire = new FaultyWire(server.port());
        open.add(wire);
    }

    /** Begins a redrive in a thread of its own, and waits until it is about to do this, so many times after the first. */
    private void movingUpTo(String command, int others) {
        wire.breakAt(command, others, Fault.COMMAND_HELD);
        var queue = queue(wire.url(), Map.of(), TIME_STANDS_STILL);
        queue.beginRedrive("first");
        moving = new FutureTask<>(() -> {
            try {
                return queue.moveBatch("first", 9_000, 3);
            } finally {
                interrupted.set(Thread.currentThread().isInterrupted());
            }
        });
        mover = new Thread(moving);
        mover.start();
        while (!wire.broken()) {
            Thread.onSpinWait();
        }
    }

    @ParameterizedTest
    @CsvSource({"WATCH, 0", "MULTI, 1", "EXEC, 1", "EXEC, 2"})
    @DisplayName("somebody else begins another, is given up, and what it moved is counted")
    void anotherBegins(String command, int others) {
        movingUpTo(command, others);

        var begun = queue(Map.of()).beginRedrive("second");
        var before = JOBS.size() - Math.toIntExact(begun.found());
        wire.letGo();

        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(this::moved);
        assertThat(all(RETRY)).isEqualTo(JOBS.subList(0, before));
        assertThat(all(DEAD)).isEqualTo(JOBS.subList(before, JOBS.size()));
        assertThat(QueueScene.counted(host)).isEqualTo(before);
        assertThat(before).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"WATCH, 0", "MULTI, 1", "EXEC, 1", "EXEC, 2"})
    @DisplayName("somebody else takes it up, is given up, and goes on there")
    void anotherTakesUp(String command, int others) {
        movingUpTo(command, others);

        var another = queue(Map.of());
        var begun = another.beginRedrive("first");
        wire.letGo();

        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(this::moved);
        assertThat(assertWhole(JOBS)).isEqualTo(begun.moved());
        assertThat(another.moveBatch("first", 9_000, 3)).isEqualTo(new RedriveProgress(9_000, 9_000, 0, 0));
        assertThat(assertWhole(JOBS)).isEqualTo(9_000);
    }

    @ParameterizedTest
    @CsvSource({"WATCH, 0", "MULTI, 1", "EXEC, 1", "EXEC, 2"})
    @DisplayName("somebody takes dead jobs away, moves the others and no more of those")
    void deadTaken(String command, int others) throws Exception {
        movingUpTo(command, others);
        var before = all(RETRY).size();

        host.ask("jobs", "RPOP", DEAD, 10);
        wire.letGo();

        assertThat(moved()).isEqualTo(new RedriveProgress(9_000, 8_990, 0, 0));
        assertThat(all(RETRY).subList(0, before)).isEqualTo(JOBS.subList(0, before));
        assertThat(all(RETRY).subList(before, 8_990)).isEqualTo(JOBS.subList(before + 10, 9_000));
        assertThat(exist(DEAD)).isZero();
        assertThat(QueueScene.counted(host)).isEqualTo(8_990);
    }

    @ParameterizedTest
    @CsvSource({"WATCH, 0", "MULTI, 1", "EXEC, 1", "EXEC, 2"})
    @DisplayName("a job dies, leaves that one where it is")
    void anotherDies(String command, int others) throws Exception {
        movingUpTo(command, others);

        add(DEAD, List.of("another"));
        wire.letGo();

        assertThat(moved()).isEqualTo(new RedriveProgress(9_000, 9_000, 0, 0));
        assertThat(all(RETRY)).isEqualTo(JOBS);
        assertThat(all(DEAD)).containsExactly("another");
        assertThat(QueueScene.counted(host)).isEqualTo(9_000);
    }

    @ParameterizedTest
    @CsvSource({"WATCH, 0", "MULTI, 1", "LPUSH, 0", "LPUSH, 2", "EXEC, 1", "EXEC, 2"})
    @DisplayName("the retry list becomes something else, loses nothing and says so")
    void retryOfAnotherType(String command, int others) {
        movingUpTo(command, others);
        var before = all(RETRY).size();

        host.ask("jobs", "DEL", RETRY);
        host.ask("jobs", "SET", RETRY, "text");
        wire.letGo();

        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(this::moved)
                .withMessageContaining("WRONGTYPE");
        assertThat(all(DEAD)).isEqualTo(JOBS.subList(before, 9_000));
        assertThat(QueueScene.counted(host)).isEqualTo(before);
        host.ask("jobs", "DEL", RETRY);
        assertThat(redrive(queue(Map.of()), "first", 3)).isEqualTo(new RedriveProgress(9_000, 9_000, 0, 0));
        assertThat(all(RETRY)).isEqualTo(JOBS.subList(before, 9_000));
        assertThat(QueueScene.counted(host)).isEqualTo(9_000);
    }

    @ParameterizedTest
    @CsvSource({"WATCH, 0", "MULTI, 1", "LPUSH, 0", "LPUSH, 2", "EXEC, 1", "EXEC, 2"})
    @DisplayName("the memory becomes full, says so, and goes on when there is room again")
    void full(String command, int others) {
        movingUpTo(command, others);

        host.ask("jobs", "CONFIG", "SET", "maxmemory", 1);
        wire.letGo();

        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(this::moved)
                .withMessageContaining("memory is full");
        assertThat(assertWhole(JOBS)).isLessThan(9_000);
        host.ask("jobs", "CONFIG", "SET", "maxmemory", 0);
        assertThat(redrive(queue(Map.of()), "first", 3)).isEqualTo(new RedriveProgress(9_000, 9_000, 0, 0));
        assertThat(assertWhole(JOBS)).isEqualTo(9_000);
    }

    @ParameterizedTest
    @CsvSource({"WATCH, 0", "MULTI, 1", "LPUSH, 1", "EVAL, 0", "EXEC, 1", "EXEC, 2"})
    @DisplayName("its thread is interrupted, ends, and another goes on whether the last moves arrive before or after")
    void interrupted(String command, int others) throws Exception {
        for (var late : List.of(false, true)) {
            connectAnew();
            movingUpTo(command, others);

            mover.interrupt();

            assertThatExceptionOfType(UnavailableException.class).isThrownBy(this::moved);
            assertThat(interrupted).isTrue();
            var another = queue(Map.of());
            if (late) {
                another.beginRedrive("first");
                var begun = assertWhole(JOBS);
                wire.letGo();
                wire.awaitEndOfFault();
                assertThat(assertWhole(JOBS)).isEqualTo(begun);
            } else {
                wire.letGo();
                wire.awaitEndOfFault();
                assertWhole(JOBS);
            }
            assertThat(redrive(another, "first", 3)).isEqualTo(new RedriveProgress(9_000, 9_000, 0, 0));
            assertThat(assertWhole(JOBS)).isEqualTo(9_000);
        }
    }

    private void connectAnew() {
        host.ask("jobs", "FLUSHALL");
        givenDead();
    }

    @ParameterizedTest
    @ValueSource(strings = {"multi", "watch", "exec", "type", "unwatch", "lrange"})
    @DisplayName("a transaction is refused to its user, goes on as the script can, for as many calls as it takes")
    void mayNot(String command) {
        host.ask("jobs", "ACL", "SETUSER", "weak", "on", ">secret", "~*", "+@all", "-" + command);
        var url = server.url().replace("redis://", "redis://weak:secret@");
        var elapsed = new AtomicLong();
        LongSupplier passing = () -> elapsed.getAndAdd(20_000_000);
        try {
            var queue = queue(url, Map.of(), passing);
            queue.beginRedrive("first");
            if (command.equals("lrange")) {
                assertThatExceptionOfType(UnavailableException.class)
                        .isThrownBy(() -> queue.moveBatch("first", 9_000, 3))
                        .withMessageContaining("NOPERM");
                assertThat(assertWhole(JOBS)).isZero();
            } else {
                assertThat(redrive(queue, "first", 3)).isEqualTo(new RedriveProgress(9_000, 9_000, 0, 0));
                assertThat(assertWhole(JOBS)).isEqualTo(9_000);
                // Written down is what a transaction moved, or what should have been one.
                assertThat(exist("jobs:uncounted")).isEqualTo(command.equals("unwatch") ? 1 : 0);
            }
        } finally {
            host.ask("jobs", "ACL", "DELUSER", "weak");
        }
    }

    @Test
    @DisplayName("the server has no other connection to give, goes on over one")
    void oneConnection() {
        var queue = queue(Map.of());
        queue.beginRedrive("first");
        var clients = Reply.text(host.ask("jobs", "CLIENT", "LIST")).lines().count();
        host.ask("jobs", "CONFIG", "SET", "maxclients", clients);
        try {
            assertThat(queue.moveBatch("first", 9_000, 3)).isEqualTo(new RedriveProgress(9_000, 9_000, 0, 0));
        } finally {
            host.ask("jobs", "CONFIG", "SET", "maxclients", 1_000);
        }
        assertThat(assertWhole(JOBS)).isEqualTo(9_000);
        assertThat(transactions()).isZero();
    }

    @Test
    @DisplayName("the time of a call is over, whenever that is, ends where it then stands")
    void timeIsOver() {
        for (int ticks = 0; ticks < 40; ticks++) {
            connectAnew();
            var left = new AtomicLong(ticks);
            var queue = queue(server.url(), Map.of(), () -> left.getAndDecrement() > 0 ? 0 : 10_000_000_000L);
            queue.beginRedrive("first");

            var moved = queue.moveBatch("first", 9_000, 3);

            assertThat(assertWhole(JOBS)).as("ticks %d", ticks).isEqualTo(moved.moved());
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"REPLY_HELD", "COMMAND_HELD"})
    @DisplayName("an answer is lost, moves no more than were asked for")
    void noMore(Fault fault) throws Exception {
        for (var most : List.of(1_500, 2_500, 5_000)) {
            connectAnew();
            try (var faulty = new FaultyWire(server.port());
                    var queue = queue(faulty.url(), Map.of(), TIME_STANDS_STILL)) {
                faulty.breakAt("EXEC", 1, fault);
                queue.beginRedrive("first");

                var moved = queue.moveBatch("first", most, 3);

                assertThat(faulty.broken()).isTrue();
                assertThat(moved.moved()).isEqualTo(most.longValue());
                assertThat(assertWhole(JOBS)).isEqualTo(most);
            }
        }
    }

    private RedriveProgress moved() throws Exception {
        try {
            return moving.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }
}
