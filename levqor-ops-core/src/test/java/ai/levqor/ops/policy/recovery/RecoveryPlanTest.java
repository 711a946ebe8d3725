package ai.levqor.ops.policy.recovery;

import static ai.levqor.ops.policy.recovery.Ask.MANUAL;
import static ai.levqor.ops.policy.recovery.Ask.WATCHDOG;
import static ai.levqor.ops.policy.recovery.Ask.known;
import static ai.levqor.ops.policy.recovery.RecoveryGuards.START;
import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.policy.Reading;
import ai.levqor.ops.policy.recovery.PlannedStep.Skip;
import ai.levqor.ops.policy.recovery.RecoveryObservation.Means;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("What a recovery does")
class RecoveryPlanTest {
    private static final Optional<Skip> DONE = Optional.empty();

    @Test
    @DisplayName("every combination of means, flag and need gives each step, in order, done or skipped for its reason")
    void everyCombination() {
        var seen = 0;
        for (var bits = 0; bits < 32; bits++) {
            for (var dead : List.<Reading<Long>>of(known(0L), known(1L), Ask.unknown())) {
                var keepsDead = (bits & 1) > 0;
                var workers = (bits & 2) > 0;
                var rotation = (bits & 4) > 0;
                var newQueue = (bits & 8) > 0;
                var fails = (bits & 16) > 0;
                var ask = WATCHDOG.newQueue(newQueue).means(new Means(keepsDead, dead, workers, rotation));

                var decision = (fails ? ask : ask.healthy()).decide(START);

                assertThat(decision.steps())
                        .as("bits %d, dead %s", bits, dead)
                        .containsExactly(
                                new PlannedStep(RecoveryAction.REDRIVE, redrive(keepsDead, fails, dead)),
                                new PlannedStep(
                                        RecoveryAction.RESTART_WORKERS,
                                        workers ? DONE : Optional.of(Skip.NOT_SUPPORTED)),
                                new PlannedStep(RecoveryAction.ROTATE_PROCESS, rotation(newQueue, rotation)));
                seen++;
            }
        }
        assertThat(seen).isEqualTo(96);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"ERROR_RATE, 0.5, 0", "FAILURES, 0, 1"})
    @DisplayName("dead letters are moved at each of the two reasons that something fails")
    void redriveAtFailure(RecoveryReason reason, double rate, long failures) {
        var decision = MANUAL.errorRate(known(rate)).failures(known(failures)).decide(START);

        assertThat(decision.reason()).isEqualTo(reason);
        assertThat(decision.steps().get(0)).isEqualTo(PlannedStep.toDo(RecoveryAction.REDRIVE));
    }

    @Test
    @DisplayName("a recovery that is refused skips every step because of that, whatever the host can do")
    void refused() {
        var decision = MANUAL.autorecover(false)
                .means(new Means(false, known(0L), false, false))
                .decide(START);

        assertThat(decision.steps())
                .containsExactly(
                        PlannedStep.without(RecoveryAction.REDRIVE, Skip.REFUSED),
                        PlannedStep.without(RecoveryAction.RESTART_WORKERS, Skip.REFUSED),
                        PlannedStep.without(RecoveryAction.ROTATE_PROCESS, Skip.REFUSED));
    }

    @Test
    @DisplayName("all but the rotation may be done again when nobody knows whether it was done")
    void repeatable() {
        assertThat(RecoveryAction.values())
                .containsExactly(RecoveryAction.REDRIVE, RecoveryAction.RESTART_WORKERS, RecoveryAction.ROTATE_PROCESS)
                .filteredOn(RecoveryAction::repeatable)
                .containsExactly(RecoveryAction.REDRIVE, RecoveryAction.RESTART_WORKERS);
    }

    private static Optional<Skip> redrive(boolean keepsDead, boolean fails, Reading<Long> dead) {
        if (!keepsDead) {
            return Optional.of(Skip.NOT_SUPPORTED);
        }
        if (!fails) {
            return Optional.of(Skip.NO_FAILURES);
        }
        return dead.equals(known(0L)) ? Optional.of(Skip.NOTHING_DEAD) : DONE;
    }

    private static Optional<Skip> rotation(boolean newQueue, boolean rotation) {
        if (!newQueue) {
            return Optional.of(Skip.FLAG_OFF);
        }
        return rotation ? DONE : Optional.of(Skip.NOT_SUPPORTED);
    }
}
