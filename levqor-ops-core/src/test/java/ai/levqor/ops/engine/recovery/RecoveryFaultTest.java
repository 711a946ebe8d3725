package ai.levqor.ops.engine.recovery;

import static ai.levqor.ops.engine.recovery.RecoveryTest.await;
import static ai.levqor.ops.engine.recovery.RecoveryTest.named;
import static ai.levqor.ops.engine.recovery.RecoveryTest.statuses;
import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.engine.recovery.RecoveryTest.OneThread;
import ai.levqor.ops.engine.recovery.StepReport.Count;
import ai.levqor.ops.engine.recovery.StepReport.Status;
import ai.levqor.ops.policy.recovery.RecoveryObservation.Switches;
import ai.levqor.ops.policy.recovery.RecoveryReason;
import ai.levqor.ops.policy.recovery.RedriveRate;
import ai.levqor.ops.policy.slo.SloObservation.Outcomes;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.queue.DeadLetterDepth;
import ai.levqor.ops.spi.queue.DeadLetterQueue;
import ai.levqor.ops.spi.queue.RedriveProgress;
import ai.levqor.ops.spi.queue.Restart;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RecoveryFaultTest {
    private final RecoveryScene scene = new RecoveryScene();

    @Test
    @DisplayName("a redrive that throws halfway is a failed step with the queue's own count, and hides no other step")
    void throwsHalfway() {
        scene.fail(1_000);
        scene.deadLetters = new Watched(scene.queue, batch -> {}) {
            @Override
            public RedriveProgress moveBatch(String redrive, int most, int mostRedrives) {
                var progress = super.moveBatch(redrive, most, mostRedrives);
                if (progress.moved() == 500) {
                    throw new UnavailableException("the answer was lost");
                }
                return progress;
            }
        };

        try (var incidents = scene.process()) {
            var report = incidents.recovery().recover(RecoveryRequest.PLAIN);

            assertThat(statuses(report)).containsExactly(Status.FAILED, Status.DONE, Status.SKIPPED);
            assertThat(report.outcome()).isEqualTo(RecoveryOutcome.PARTLY);
            assertThat(report.steps().get(0).detail())
                    .isEqualTo("the queue failed; 500 of 1000 were moved, 500 stay dead");
            assertThat(scene.queue.deadLetters().dead()).isEqualTo(500);

            scene.deadLetters = scene.queue;
        }
        try (var incidents = scene.process()) {
            var next = incidents.recovery().recover(RecoveryRequest.PLAIN);

            assertThat(next.recovered()).isTrue();
            assertThat(scene.queue.deadLetters().retrying()).isEqualTo(1_000);
        }
    }

    @Test
    @DisplayName("a queue that moves nothing and says there is more does not keep a recovery going for ever")
    void movesNothing() {
        scene.fail(10);
        scene.deadLetters = new Watched(scene.queue, batch -> {}) {
            @Override
            public RedriveProgress moveBatch(String redrive, int most, int mostRedrives) {
                return new RedriveProgress(10, 0, 0, 10);
            }
        };

        try (var incidents = scene.process()) {
            var report = incidents.recovery().recover(RecoveryRequest.PLAIN);

            assertThat(statuses(report)).containsExactly(Status.FAILED, Status.DONE, Status.SKIPPED);
        }
    }

    @Test
    @DisplayName("a worker pool that hangs is a failed step of unknown outcome; the next step is taken")
    void poolHangs() {
        scene.deadline = Duration.ofMillis(100);
        scene.switches = new Switches(true, true);
        scene.fail(1);
        var forever = new CountDownLatch(1);
        scene.restart = () -> {
            try {
                forever.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new Restart(0, 0);
        };

        try (var incidents = scene.process()) {
            var report = incidents.recovery().recover(RecoveryRequest.PLAIN);

            assertThat(statuses(report)).containsExactly(Status.DONE, Status.FAILED, Status.DONE);
            assertThat(report.steps().get(1).detail()).contains("in time").contains("unknown");
            assertThat(scene.rotations).hasValue(1);
        } finally {
            forever.countDown();
        }
    }

    @Test
    @DisplayName("a rotation that ends the process at once is reported by the next one, and not done again")
    void rotationEndsTheProcess() throws Exception {
        scene.switches = new Switches(true, true);
        scene.fail(1);
        var dying = new CountDownLatch(1);
        var dead = new CountDownLatch(1);
        scene.rotate = () -> {
            dying.countDown();
            await(dead); // the process is gone: nothing after this is ever written
            throw new UnavailableException("gone");
        };

        try (var thread = new OneThread();
                var before = scene.process()) {
            var lost = thread.submit(() -> before.recovery().recover(named("night-1")));
            await(dying);

            try (var after = scene.process()) {
                after.watch(scene.signals());
                assertThat(scene.lines).as("its owner may still be alive").isEmpty();

                scene.time.pass(RunKeeper.DEAD_AFTER);
                after.watch(scene.signals());
                var report = after.recovery().recover(named("night-1"));

                assertThat(report.outcome()).isEqualTo(RecoveryOutcome.RECOVERED);
                assertThat(statuses(report)).containsOnly(Status.DONE);
                assertThat(report.steps().get(2).detail())
                        .isEqualTo("begun, and the process that ran it ended: taken for done");
                assertThat(scene.rotations).hasValue(1);
                assertThat(scene.outcomesWritten()).containsExactly("recovered");

                dead.countDown();
                lost.get(20, TimeUnit.SECONDS);
                assertThat(scene.lines)
                        .as("who was taken for dead writes no more")
                        .hasSize(1);
            }
        }
    }

    @Test
    @DisplayName("a redrive whose process died is taken up within its bound; its other steps are left out")
    void redriveIsTakenUp() throws Exception {
        scene.fail(1_000);
        var dying = new CountDownLatch(1);
        var dead = new CountDownLatch(1);
        scene.deadLetters = new Watched(scene.queue, batch -> {
            if (batch == 4) {
                dying.countDown();
                await(dead);
                throw new UnavailableException("gone");
            }
        });

        try (var thread = new OneThread();
                var before = scene.process()) {
            var lost = thread.submit(() -> before.recovery().recover(named("night-1")));
            await(dying);
            scene.deadLetters = new Watched(scene.queue, batch -> {
                if (batch == 2) { // the other was not dead, it only slept
                    dead.countDown();
                    ended(lost);
                }
            });

            try (var after = scene.process()) {
                after.watch(scene.signals());
                scene.fail(7); // fails after the bound
                scene.time.pass(RunKeeper.DEAD_AFTER);
                after.watch(scene.signals());
                var report = after.recovery().recover(named("night-1"));

                assertThat(report.outcome()).isEqualTo(RecoveryOutcome.INTERRUPTED);
                assertThat(statuses(report)).containsExactly(Status.DONE, Status.SKIPPED, Status.SKIPPED);
                assertThat(report.steps().get(0).counts())
                        .startsWith(new Count("found", 1_000), new Count("moved", 1_000));
                assertThat(scene.queue.deadLetters().dead()).isEqualTo(7);
                assertThat(scene.restarts).hasValue(0);
                assertThat(scene.outcomesWritten()).containsExactly("interrupted");
            }
            assertThat(ended(lost).outcome()).isEqualTo(RecoveryOutcome.INTERRUPTED);
        }
    }

    @Test
    @DisplayName("an owner that says in time that it lives is never taken for dead, however long it takes")
    void livesLong() {
        scene.fail(3_000);
        scene.redrive = new RedriveSettings(RedriveRate.of(100), 100, 3);
        try (var owner = scene.process();
                var other = scene.process()) {
            scene.pause = time -> {
                scene.time.pass(time);
                other.recovery().tend(scene.signals());
            };
            var report = owner.recovery().recover(named("night-1"));

            assertThat(report.recovered()).isTrue();
            assertThat(scene.outcomesWritten()).containsExactly("recovered");
        }
    }

    private static RecoveryReport ended(Future<RecoveryReport> recovery) {
        try {
            return recovery.get(20, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @DisplayName("an owner that lives is not taken for dead, however far apart the clocks are")
    void clocksApart() throws Exception {
        scene.fail(10);
        var entered = new CountDownLatch(1);
        var leave = new CountDownLatch(1);
        scene.restart = () -> {
            entered.countDown();
            await(leave);
            return new Restart(2, 0);
        };

        try (var thread = new OneThread();
                var owner = scene.process();
                var other = scene.process()) {
            var running = thread.submit(() -> owner.recovery().recover(named("night-1")));
            await(entered);
            scene.time.jumpTo(scene.time.instant().plus(Duration.ofHours(1)));
            other.watch(scene.signals());
            var refused = other.recovery().recover(named("night-2"));
            leave.countDown();
            var report = running.get(20, TimeUnit.SECONDS);

            assertThat(refused.reason()).isEqualTo(RecoveryReason.ALREADY_RUNNING);
            assertThat(report.recovered()).isTrue();
        }
    }

    @Test
    @DisplayName("a redrive stops when the error rate rises, and says so; the other steps are taken")
    void abortsWhenWorse() {
        scene.fail(1_000);
        scene.redrive = new RedriveSettings(RedriveRate.of(1_000), 100, 3);
        try (var incidents = scene.process()) {
            scene.deadLetters = scene.queue;
            var looked = new int[1];
            scene.pause = time -> {
                scene.time.pass(time);
                if (++looked[0] == 5) {
                    scene.outcomes = new Outcomes(100, 11);
                    incidents.recovery().tend(scene.signals());
                }
            };
            var report = incidents.recovery().recover(RecoveryRequest.PLAIN);

            assertThat(statuses(report)).containsExactly(Status.FAILED, Status.DONE, Status.SKIPPED);
            assertThat(report.steps().get(0).detail())
                    .startsWith("aborted: the error rate rose from 10 % to 11 %; ")
                    .endsWith(" stay dead");
            assertThat(scene.queue.deadLetters().dead()).isBetween(1L, 999L);
        }
    }

    @Test
    @DisplayName("a redrive goes on while the error rate stays or falls, or is unknown")
    void goesOn() {
        scene.fail(1_000);
        scene.redrive = new RedriveSettings(RedriveRate.of(1_000), 100, 3);
        try (var incidents = scene.process()) {
            scene.pause = time -> {
                scene.time.pass(time);
                incidents.recovery().tend(scene.signals());
            };
            var report = incidents.recovery().recover(RecoveryRequest.PLAIN);

            assertThat(report.recovered()).isTrue();
        }
    }

    @Test
    @DisplayName("a person cancels a redrive and takes it up again within its old bound")
    void cancelAndResume() {
        scene.fail(1_000);
        scene.redrive = new RedriveSettings(RedriveRate.of(1_000), 100, 3);
        try (var incidents = scene.process()) {
            var looked = new int[1];
            scene.pause = time -> {
                scene.time.pass(time);
                if (++looked[0] == 5) {
                    assertThat(incidents.recovery().brake(Brake.Cause.CANCELLED, "cancelled by a person"))
                            .isPresent();
                }
            };
            var cancelled = incidents.recovery().recover(named("night-1"));
            scene.fail(7);
            var resumed = incidents
                    .recovery()
                    .recover(new RecoveryRequest(Optional.empty(), Optional.of("go on"), Optional.of("night-1")));

            assertThat(cancelled.outcome()).isEqualTo(RecoveryOutcome.CANCELLED);
            assertThat(statuses(cancelled)).containsOnly(Status.SKIPPED);
            assertThat(cancelled.steps().get(0).detail()).startsWith("cancelled by a person; ");
            assertThat(resumed.recovered()).isTrue();
            assertThat(resumed.steps().get(0).counts())
                    .startsWith(new Count("found", 1_000), new Count("moved", 1_000));
            assertThat(scene.queue.deadLetters().dead()).isEqualTo(7);
        }
    }

    @Test
    @DisplayName("closing stops a redrive, which says how far it had come, and the next process may recover at once")
    void closing() {
        scene.fail(1_000);
        scene.redrive = new RedriveSettings(RedriveRate.of(1_000), 100, 3);
        var incidents = scene.process();
        var looked = new int[1];
        scene.pause = time -> {
            scene.time.pass(time);
            if (++looked[0] == 5) {
                assertThat(incidents.recovery().brake(Brake.Cause.CLOSED, "the autopilot was closed"))
                        .isPresent();
            }
        };
        var report = incidents.recovery().recover(named("night-1"));
        incidents.close();

        assertThat(report.outcome()).isEqualTo(RecoveryOutcome.INTERRUPTED);
        assertThat(scene.outcomesWritten()).containsExactly("interrupted");
        scene.pause = scene.time::pass;
        try (var next = scene.process()) {
            assertThat(next.recovery().recover(named("night-2")).recovered()).isTrue();
        }
    }

    @Test
    @DisplayName("a redrive keeps its rate within 2 % over ten seconds, and makes up for no pause")
    void keepsTheRate() {
        scene.fail(20_000);
        scene.redrive = RedriveSettings.DEFAULTS;
        var begun = scene.time.getAsLong();
        var movedAtTen = new long[1];
        var movedAfterStall = new long[2];
        scene.deadLetters = new Watched(scene.queue, batch -> {
            var moved = scene.queue.deadLetters().retrying();
            if (scene.time.getAsLong() - begun <= Duration.ofSeconds(10).toNanos()) {
                movedAtTen[0] = moved;
                movedAfterStall[0] = moved;
            } else if (movedAfterStall[1] == 0) {
                scene.time.pass(Duration.ofMinutes(1)); // the process stood still
                movedAfterStall[1] = moved;
            } else {
                movedAfterStall[1] = Math.max(movedAfterStall[1], moved);
            }
        });

        try (var incidents = scene.process()) {
            var report = incidents.recovery().recover(RecoveryRequest.PLAIN);
            var seconds = Duration.ofNanos(scene.time.getAsLong() - begun)
                            .minusMinutes(1)
                            .toMillis()
                    / 1e3;

            assertThat(movedAtTen[0]).isBetween(4_900L, 5_100L);
            assertThat(20_000 / seconds).isBetween(490.0, 510.0);
            assertThat(report.recovered()).isTrue();
        }
    }

    /** A queue that tells of each batch before it moves it. */
    private static class Watched implements DeadLetterQueue {
        private final DeadLetterQueue queue;
        private final IntConsumer watcher;
        private int batches;

        Watched(DeadLetterQueue queue, IntConsumer watcher) {
            this.queue = queue;
            this.watcher = watcher;
        }

        @Override
        public DeadLetterDepth deadLetters() {
            return queue.deadLetters();
        }

        @Override
        public RedriveProgress beginRedrive(String redrive) {
            return queue.beginRedrive(redrive);
        }

        @Override
        public RedriveProgress moveBatch(String redrive, int most, int mostRedrives) {
            watcher.accept(++batches);
            return queue.moveBatch(redrive, most, mostRedrives);
        }
    }
}
