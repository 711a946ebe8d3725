package ai.levqor.ops.engine.recovery;

import static ai.levqor.ops.engine.recovery.RecoveryScene.statuses;
import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.engine.recovery.StepReport.Status;
import ai.levqor.ops.policy.recovery.RecoveryAction;
import ai.levqor.ops.policy.recovery.RecoveryObservation.Switches;
import ai.levqor.ops.policy.recovery.RedriveRate;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.queue.DeadLetterDepth;
import ai.levqor.ops.spi.queue.DeadLetterQueue;
import ai.levqor.ops.spi.queue.RedriveProgress;
import ai.levqor.ops.spi.queue.Restart;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Recovery with parts that fail")
class RecoveryFaultTest {
    private final RecoveryScene scene = new RecoveryScene();

    @Test
    @DisplayName("a redrive that throws halfway is a failed step with the queue's own count, and hides no other step")
    void throwsHalfway() {
        scene.fail(1_000);
        scene.deadLetters = new WatchedQueue(scene.queue, batch -> {}) {
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
        scene.deadLetters = new WatchedQueue(scene.queue, batch -> {}) {
            @Override
            public RedriveProgress moveBatch(String redrive, int most, int mostRedrives) {
                return new RedriveProgress(10, 0, 0, 10);
            }
        };

        try (var incidents = scene.process()) {
            var report = incidents.recovery().recover(RecoveryRequest.PLAIN);

            assertThat(statuses(report)).containsExactly(Status.FAILED, Status.DONE, Status.SKIPPED);
            assertThat(report.steps().get(0).detail()).isEqualTo("the queue moved nothing, although jobs are left");
        }
    }

    @Test
    @DisplayName("a queue that moves nothing for a while, again and again, is waited for")
    void movesNothingForAWhile() {
        scene.fail(1_000);
        scene.redrive = new RedriveSettings(RedriveRate.UNLIMITED, 100, 3);
        scene.deadLetters = new WatchedQueue(scene.queue, batch -> {}) {
            private int asked;

            @Override
            public RedriveProgress moveBatch(String redrive, int most, int mostRedrives) {
                return ++asked % 50 == 0 ? super.moveBatch(redrive, most, mostRedrives) : beginRedrive(redrive);
            }
        };

        try (var incidents = scene.process()) {
            var report = incidents.recovery().recover(RecoveryRequest.PLAIN);

            assertThat(report.recovered()).isTrue();
            assertThat(scene.queue.deadLetters().retrying()).isEqualTo(1_000);
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
    @DisplayName("a queue that cannot say how much is dead is tried, and its fault is seen")
    void queueAway() {
        scene.deadLetters = new BrokenQueue();

        try (var incidents = scene.process()) {
            var report = incidents.recovery().recover(RecoveryRequest.PLAIN);

            assertThat(report.steps().get(0).action()).isEqualTo(RecoveryAction.REDRIVE);
            assertThat(statuses(report)).containsExactly(Status.FAILED, Status.DONE, Status.SKIPPED);
            assertThat(report.outcome()).isEqualTo(RecoveryOutcome.PARTLY);
            assertThat(report.ok()).isFalse();
            assertThat(scene.faults).contains("dead_letters");
        }
    }

    /** A queue whose broker is down. */
    private static final class BrokenQueue implements DeadLetterQueue {
        @Override
        public DeadLetterDepth deadLetters() {
            throw new UnavailableException("down");
        }

        @Override
        public RedriveProgress beginRedrive(String redrive) {
            throw new UnavailableException("down");
        }

        @Override
        public RedriveProgress moveBatch(String redrive, int most, int mostRedrives) {
            throw new UnavailableException("down");
        }
    }
}
