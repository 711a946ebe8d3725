package ai.levqor.ops.policy.recovery;

import static ai.levqor.ops.policy.recovery.Ask.MANUAL;
import static ai.levqor.ops.policy.recovery.Ask.known;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("What the records of a recovery accept")
class RecoveryRecordsTest {
    private static final Duration HALF_HOUR = Duration.ofMinutes(30);

    @Test
    @DisplayName("the defaults are the published ones")
    void defaults() {
        assertThat(RecoverySettings.DEFAULTS).isEqualTo(new RecoverySettings(0.01, HALF_HOUR, 2));
        assertThat(new RecoveryPolicy(RecoverySettings.DEFAULTS).settings()).isSameAs(RecoverySettings.DEFAULTS);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    @DisplayName("a number that breaks its rule is refused, with rule and value")
    void refused(String message, ThrowingCallable making) {
        assertThatIllegalArgumentException().isThrownBy(making).withMessageContaining(message);
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                refusal("errorRateAbove must be in [0, 1], was -0.1", () -> settings(-0.1, HALF_HOUR, 2)),
                refusal("errorRateAbove must be in [0, 1], was 1.1", () -> settings(1.1, HALF_HOUR, 2)),
                refusal("errorRateAbove must be in [0, 1], was NaN", () -> settings(Double.NaN, HALF_HOUR, 2)),
                refusal("coolDown must be >= 0, was PT-1S", () -> settings(0.01, Duration.ofSeconds(-1), 2)),
                refusal("mostPerHour must be >= 1, was 0", () -> settings(0.01, HALF_HOUR, 0)),
                refusal("errorRate must be in [0, 1], was -0.1", () -> observe(MANUAL.errorRate(known(-0.1)))),
                refusal("errorRate must be in [0, 1], was 1.1", () -> observe(MANUAL.errorRate(known(1.1)))),
                refusal("errorRate must be in [0, 1], was NaN", () -> observe(MANUAL.errorRate(known(Double.NaN)))),
                refusal("failures must be >= 0, was -1", () -> observe(MANUAL.failures(known(-1L)))),
                refusal(
                        "must skip every step, reason COOLING_DOWN",
                        () -> decision(RecoveryReason.COOLING_DOWN, PlannedStep.toDo(RecoveryAction.REDRIVE))));
    }

    @Test
    @DisplayName("the least and the most that each rule allows is allowed")
    void allowed() {
        var skipped = PlannedStep.without(RecoveryAction.REDRIVE, PlannedStep.Skip.REFUSED);

        assertThatCode(() -> {
                    settings(0, Duration.ZERO, 1);
                    settings(1, HALF_HOUR, Integer.MAX_VALUE);
                    observe(MANUAL.errorRate(known(0.0)).failures(known(0L)));
                    observe(MANUAL.errorRate(known(1.0)));
                    decision(RecoveryReason.COOLING_DOWN, skipped);
                    decision(RecoveryReason.FAILURES, skipped);
                    decision(RecoveryReason.FAILURES, PlannedStep.toDo(RecoveryAction.REDRIVE));
                })
                .doesNotThrowAnyException();
    }

    @Test
    @DisplayName("decisions and guards keep their own copies")
    void copies() {
        var steps = new ArrayList<>(List.of(PlannedStep.toDo(RecoveryAction.REDRIVE)));
        var runs = new ArrayList<>(List.of(Ask.NOON));
        var decision = new RecoveryDecision(RecoveryReason.FAILURES, steps, false, List.of());
        var guards = new RecoveryGuards(Optional.empty(), runs, Optional.empty());

        steps.clear();
        runs.clear();

        assertThat(decision.steps()).hasSize(1);
        assertThat(guards.automaticRuns()).hasSize(1);
    }

    private static Arguments refusal(String message, ThrowingCallable making) {
        return Arguments.of(message, making);
    }

    private static RecoverySettings settings(double errorRateAbove, Duration coolDown, int mostPerHour) {
        return new RecoverySettings(errorRateAbove, coolDown, mostPerHour);
    }

    private static RecoveryObservation observe(Ask ask) {
        return ask.observation();
    }

    private static RecoveryDecision decision(RecoveryReason reason, PlannedStep step) {
        return new RecoveryDecision(reason, List.of(step), false, List.of());
    }
}
