package ai.levqor.ops.engine.recovery;

import static ai.levqor.ops.engine.recovery.RecoveryScene.named;
import static ai.levqor.ops.engine.recovery.RecoveryScene.statuses;
import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.engine.recovery.StepReport.Count;
import ai.levqor.ops.engine.recovery.StepReport.Status;
import ai.levqor.ops.policy.recovery.RedriveRate;
import ai.levqor.ops.policy.slo.SloObservation.Outcomes;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The redrive of a recovery")
class RecoveryRedriveTest {
    private final RecoveryScene scene = new RecoveryScene();

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
        scene.deadLetters = new WatchedQueue(scene.queue, batch -> {
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

    @Test
    @DisplayName(
            "a redrive that goes from one process to the next each ten seconds keeps its rate within 2 % over a minute")
    void keepsTheRateAcrossTakeovers() {
        scene.fail(40_000);
        scene.redrive = RedriveSettings.DEFAULTS;
        var begun = scene.time.getAsLong();
        var movedAt = new TreeMap<Long, Long>();
        scene.deadLetters = new WatchedQueue(
                scene.queue,
                batch -> movedAt.put(
                        scene.time.getAsLong() - begun,
                        scene.queue.deadLetters().retrying()));

        for (int turn = 0; turn < 7; turn++) {
            var until = begun + Duration.ofSeconds(10).multipliedBy(turn + 1).toNanos();
            try (var incidents = scene.process()) {
                scene.pause = time -> {
                    scene.time.pass(time);
                    if (scene.time.getAsLong() >= until) {
                        incidents.recovery().brake(Brake.Cause.CLOSED, "the autopilot was closed");
                    }
                };
                var request = new RecoveryRequest(
                        Optional.of("night-" + turn),
                        Optional.empty(),
                        turn == 0 ? Optional.empty() : Optional.of("night-0"));
                assertThat(incidents.recovery().recover(request).outcome()).isEqualTo(RecoveryOutcome.INTERRUPTED);
            }
        }

        var minute = Duration.ofMinutes(1).toNanos();
        var windows = movedAt.tailMap(minute).entrySet();
        assertThat(windows)
                .hasSizeGreaterThan(100)
                .allSatisfy(after -> assertThat(after.getValue()
                                - movedAt.floorEntry(after.getKey() - minute).getValue())
                        .isBetween(29_400L, 30_600L));
    }
}
