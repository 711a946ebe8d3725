package ai.levqor.ops.engine.recovery;

import static ai.levqor.ops.engine.recovery.RecoveryScene.named;
import static ai.levqor.ops.engine.recovery.RecoveryScene.statuses;
import static ai.levqor.ops.engine.recovery.Threads.await;
import static ai.levqor.ops.engine.recovery.Threads.ended;
import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.engine.recovery.StepReport.Count;
import ai.levqor.ops.engine.recovery.StepReport.Status;
import ai.levqor.ops.policy.recovery.RecoveryObservation.Switches;
import ai.levqor.ops.policy.recovery.RecoveryReason;
import ai.levqor.ops.policy.recovery.RedriveRate;
import ai.levqor.ops.spi.UnavailableException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A recovery whose process dies, or seems to")
class RecoveryOwnerTest {
    private final RecoveryScene scene = new RecoveryScene();

    @Test
    @DisplayName("a rotation that ends the process at once is reported by the next one, and not done again")
    void rotationEndsTheProcess() {
        scene.switches = new Switches(true, true);
        scene.fail(1);
        var dying = new CountDownLatch(1);
        var dead = new CountDownLatch(1);
        scene.rotate = () -> {
            dying.countDown();
            await(dead); // the process is gone: nothing after this is ever written
            throw new UnavailableException("gone");
        };

        try (var thread = new Threads();
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
                ended(lost);
                assertThat(scene.lines)
                        .as("who was taken for dead writes no more")
                        .hasSize(1);
            }
        }
    }

    @Test
    @DisplayName("a redrive whose process died is taken up within its bound; its other steps are left out")
    void redriveIsTakenUp() {
        scene.fail(1_000);
        var dying = new CountDownLatch(1);
        var dead = new CountDownLatch(1);
        scene.deadLetters = new WatchedQueue(scene.queue, batch -> {
            if (batch == 4) {
                dying.countDown();
                await(dead);
                throw new UnavailableException("gone");
            }
        });

        try (var thread = new Threads();
                var before = scene.process()) {
            var lost = thread.submit(() -> before.recovery().recover(named("night-1")));
            await(dying);
            scene.deadLetters = new WatchedQueue(scene.queue, batch -> {
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

    @Test
    @DisplayName("an owner that lives is not taken for dead, however far apart the clocks are")
    void clocksApart() {
        scene.fail(10);
        var slow = new SlowRestart();
        scene.restart = slow;

        try (var thread = new Threads();
                var owner = scene.process();
                var other = scene.process()) {
            var running = thread.submit(() -> owner.recovery().recover(named("night-1")));
            slow.awaitBegun();
            scene.time.jumpTo(scene.time.instant().plus(Duration.ofHours(1)));
            other.watch(scene.signals());
            var refused = other.recovery().recover(named("night-2"));
            slow.end();
            var report = ended(running);

            assertThat(refused.reason()).isEqualTo(RecoveryReason.ALREADY_RUNNING);
            assertThat(report.recovered()).isTrue();
        }
    }
}
