package ai.levqor.ops.engine.recovery;

import static ai.levqor.ops.engine.recovery.RecoveryScene.named;
import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.local.InMemoryStateStore;
import ai.levqor.ops.policy.recovery.RecoveryObservation.Switches;
import ai.levqor.ops.policy.recovery.RecoveryReason;
import ai.levqor.ops.policy.slo.SloObservation.Outcomes;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.queue.Restart;
import ai.levqor.ops.spi.state.StateStore;
import ai.levqor.ops.store.FileStateStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Two instances that share their state, each with a log of its own")
class RecoveryFleetTest {

    @Nested
    @DisplayName("in one memory")
    class InOneMemory extends Fleet {
        private final StateStore shared = new InMemoryStateStore();

        @Override
        StateStore store() {
            return shared;
        }
    }

    @Nested
    @DisplayName("in one folder")
    class InOneFolder extends Fleet {
        private final Path folder;

        InOneFolder(@TempDir Path folder) {
            this.folder = folder;
        }

        @Override
        StateStore store() {
            return new FileStateStore(folder);
        }
    }

    /** What holds wherever the state is kept. */
    abstract static class Fleet {
        private RecoveryScene here;
        private RecoveryScene there;

        abstract StateStore store();

        @BeforeEach
        void begin() {
            here = new RecoveryScene(store());
            there = here.beside(store());
        }

        @Test
        @DisplayName(
                "an incident that one has recovered is not recovered again by the other, which gives the same report")
        void recoveredOnce() {
            here.fail(3);
            try (var one = here.process();
                    var other = there.process()) {
                assertThat(other.recovery().incidents(10)).isEmpty();
                var report = one.recovery().recover(named("night-1"));
                here.fail(5);

                assertThat(other.recovery().recover(named("night-1"))).isEqualTo(report);
                assertThat(report.recovered()).isTrue();
                assertThat(here.restarts).hasValue(1);
                assertThat(there.restarts).hasValue(0);
                assertThat(here.queue.deadLetters().dead()).isEqualTo(5);
                assertThat(there.lines).isEmpty();
                assertThat(other.recovery().incidents(10)).isEmpty();
            }
        }

        @Test
        @DisplayName("what one has refused the other does not recover under the same name")
        void refusedOnce() {
            here.fail(3);
            here.switches = new Switches(false, false);
            try (var one = here.process();
                    var other = there.process()) {
                var refused = one.recovery().recover(named("night-1"));

                assertThat(refused.reason()).isEqualTo(RecoveryReason.AUTORECOVER_OFF);
                assertThat(other.recovery().recover(named("night-1"))).isEqualTo(refused);
                assertThat(other.recovery().recover(named("night-2")).recovered())
                        .isTrue();
            }
        }

        @Test
        @DisplayName("a hundred requests of one name at once are one recovery, and all get its report, ten times over")
        void atOnce() {
            try (var one = here.process();
                    var other = there.process();
                    var threads = new Threads()) {
                for (int night = 1; night <= 10; night++) {
                    here.fail(100);
                    var name = named("night-" + night);
                    var reports = threads.atOnce(
                            100, i -> (i % 2 == 0 ? one : other).recovery().recover(name));

                    assertThat(reports).hasSize(100).containsOnly(reports.get(0));
                    assertThat(reports.get(0).recovered()).isTrue();
                    assertThat(here.restarts.get() + there.restarts.get()).isEqualTo(night);
                    assertThat(here.lines.size() + there.lines.size()).isEqualTo(night);
                }
            }
        }
    }

    @Nested
    @DisplayName("while one is at it")
    class UnderWay {
        private final StateStore shared = new InMemoryStateStore();
        private final RecoveryScene here = new RecoveryScene(shared);
        private final RecoveryScene there = here.beside(shared);

        @Test
        @DisplayName("the other waits for its end")
        void waits() {
            var slow = new SlowRestart();
            here.restart = slow;
            here.fail(3);
            try (var one = here.process();
                    var other = there.process();
                    var threads = new Threads()) {
                var running = threads.submit(() -> one.recovery().recover(named("night-1")));
                slow.awaitBegun();
                var waiting = threads.submit(() -> other.recovery().recover(named("night-1")));
                var refused = other.recovery().recover(named("night-2"));
                slow.end();

                assertThat(refused.reason()).isEqualTo(RecoveryReason.ALREADY_RUNNING);
                assertThat(Threads.ended(waiting)).isEqualTo(Threads.ended(running));
                assertThat(there.restarts).hasValue(0);
            }
        }

        @Test
        @DisplayName("the other says so, if its time to answer is over")
        void saysSo() {
            var slow = new SlowRestart();
            here.restart = slow;
            here.fail(3);
            there.answerWithin = Duration.ZERO;
            try (var one = here.process();
                    var other = there.process();
                    var threads = new Threads()) {
                var running = threads.submit(() -> one.recovery().recover(named("night-1")));
                slow.awaitBegun();
                var report = other.recovery().recover(named("night-1"));
                slow.end();

                assertThat(report.outcome()).isEqualTo(RecoveryOutcome.RUNNING);
                assertThat(report.reason()).isEqualTo(RecoveryReason.ERROR_RATE);
                assertThat(Threads.ended(running).recovered()).isTrue();
                assertThat(there.lines).isEmpty();
            }
        }

        @Test
        @DisplayName(
                "and dies, the other tells those who wait what became of it; the dead one, if it lives, tells the same")
        void takenOver() {
            here.switches = new Switches(true, true);
            there.switches = here.switches;
            here.fail(1);
            var dying = new CountDownLatch(1);
            var dead = new CountDownLatch(1);
            here.rotate = () -> {
                dying.countDown();
                Threads.await(dead);
                throw new UnavailableException("gone");
            };
            try (var one = here.process();
                    var other = there.process();
                    var threads = new Threads()) {
                var lost = threads.submit(() -> one.recovery().recover(named("night-1")));
                Threads.await(dying);
                other.watch(there.signals());
                var waiting = threads.submit(() -> other.recovery().recover(named("night-1")));
                there.time.pass(RunKeeper.DEAD_AFTER);
                other.watch(there.signals());
                var report = Threads.ended(waiting);
                dead.countDown();
                Threads.ended(lost);

                assertThat(report.outcome()).isEqualTo(RecoveryOutcome.RECOVERED);
                assertThat(one.recovery().recover(named("night-1"))).isEqualTo(report);
                assertThat(here.lines.size() + there.lines.size()).isEqualTo(1);
                assertThat(there.rotations).hasValue(0);
            }
        }
    }

    @Test
    @DisplayName("what ended while the store was away is told by its own log, and to the others when the store is back")
    void storeAwayAtTheEnd() {
        var shared = new InMemoryStateStore();
        var here = new RecoveryScene(shared);
        var there = here.beside(shared);
        here.fail(5);
        here.restart = () -> {
            here.state.away = true;
            return new Restart(2, 0);
        };
        try (var one = here.process();
                var other = there.process()) {
            var report = one.recovery().recover(named("night-1"));

            assertThat(report.recovered()).isTrue();
            assertThat(one.recovery().recover(named("night-1"))).isEqualTo(report);

            here.state.away = false;
            here.outcomes = Outcomes.NONE;
            one.watch(here.signals());

            assertThat(other.recovery().recover(named("night-1"))).isEqualTo(report);
            assertThat(one.recovery().recover(named("night-1"))).isEqualTo(report);
            assertThat(there.restarts).hasValue(0);
            assertThat(here.restarts).hasValue(1);
        }
    }
}
