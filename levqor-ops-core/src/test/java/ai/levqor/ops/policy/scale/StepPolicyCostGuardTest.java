package ai.levqor.ops.policy.scale;

import static ai.levqor.ops.policy.scale.ScaleReason.FORECAST_OVER_LIMIT;
import static ai.levqor.ops.policy.scale.ScaleReason.LATENCY_PRESSURE;
import static ai.levqor.ops.policy.scale.ScaleReason.SPEND_AT_LIMIT;
import static ai.levqor.ops.policy.scale.ScaleReason.SPEND_UNKNOWN;
import static ai.levqor.ops.policy.scale.Seen.IDLE;
import static ai.levqor.ops.policy.scale.Seen.NOON;
import static ai.levqor.ops.policy.scale.Seen.PRESSED;
import static ai.levqor.ops.policy.scale.Seen.STEADY;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.policy.Reading;
import ai.levqor.ops.policy.Reading.UnknownCause;
import ai.levqor.ops.policy.scale.ScaleDecision.Guard;
import ai.levqor.ops.policy.scale.StepSettings.CostGuard;
import ai.levqor.ops.policy.scale.StepState.SpendVerdict;
import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("How the step policy's cost guard stops scale-ups (limit 100 a day)")
class StepPolicyCostGuardTest {
    private static final StepSettings LIMIT_100 =
            StepSettings.DEFAULTS.with(CostGuard.of(new BigDecimal("100"), "usd"));
    private static final Reading<SpendLevel> UNKNOWN = Reading.unknown(UnknownCause.FAILED);

    @ParameterizedTest(name = "spend {0}: {1}")
    @CsvSource({
        "0, SCALE_UP, LATENCY_PRESSURE",
        "89.9, SCALE_UP, LATENCY_PRESSURE",
        "89.99, SCALE_UP, LATENCY_PRESSURE",
        "90, FREEZE, SPEND_AT_LIMIT",
        "90.00, FREEZE, SPEND_AT_LIMIT",
        "100000, FREEZE, SPEND_AT_LIMIT"
    })
    @DisplayName("at 0.9 of the limit it freezes, at 0.899 it does not")
    void spendAtLimit(String spend, ScaleAction action, ScaleReason reason) {
        var decision = Fold.once(LIMIT_100, PRESSED.spend(spend));

        assertThat(decision.action()).isEqualTo(action);
        assertThat(decision.reason()).isEqualTo(reason);
        assertThat(decision.guard()).isEqualTo(action == ScaleAction.FREEZE ? Guard.FROZEN : Guard.CLEAR);
    }

    @ParameterizedTest(name = "forecast {0}: {1}")
    @CsvSource({
        "2399.99, SCALE_UP, LATENCY_PRESSURE",
        "2400, SCALE_UP, LATENCY_PRESSURE",
        "2400.00, SCALE_UP, LATENCY_PRESSURE",
        "2400.01, FREEZE, FORECAST_OVER_LIMIT"
    })
    @DisplayName("a forecast of exactly 0.8 x 30 x limit does not freeze, a cent more does")
    void forecastOverLimit(String forecast, ScaleAction action, ScaleReason reason) {
        var decision = Fold.once(LIMIT_100, PRESSED.spend("50", forecast));

        assertThat(decision.action()).isEqualTo(action);
        assertThat(decision.reason()).isEqualTo(reason);
    }

    @Test
    @DisplayName("the spend is named first when both spend and forecast are over")
    void spendComesFirst() {
        assertThat(Fold.once(LIMIT_100, STEADY.spend("90", "9999")).reason()).isEqualTo(SPEND_AT_LIMIT);
    }

    @Test
    @DisplayName("it freezes without pressure too, so that everybody sees it before the load comes")
    void freezesWithoutPressure() {
        assertThat(Fold.once(LIMIT_100, STEADY.spend("90")).action()).isEqualTo(ScaleAction.FREEZE);
        assertThat(Fold.once(LIMIT_100, IDLE.spend("90")).action()).isEqualTo(ScaleAction.FREEZE);
        assertThat(Fold.once(LIMIT_100, STEADY.spend("90").latency(Reading.unknown(UnknownCause.LATE)))
                        .action())
                .isEqualTo(ScaleAction.FREEZE);
    }

    @ParameterizedTest(name = "{0} workers")
    @CsvSource({"0", "4", "5"})
    @DisplayName("it freezes whatever the number of workers, below the least and at the most")
    void freezesAtAnySize(int workers) {
        assertThat(Fold.once(LIMIT_100, PRESSED.workers(workers).spend("90")).reason())
                .isEqualTo(SPEND_AT_LIMIT);
    }

    @Test
    @DisplayName("a step down that is due happens under the guard, and says that the guard stands")
    void dueStepDownHappens() {
        var fold = new Fold(LIMIT_100).watch(IDLE.spend("95"), ZERO, ofMinutes(10));

        var decision = fold.apply(IDLE.spend("95").at(ofMinutes(10)));

        assertThat(decision.action()).isEqualTo(ScaleAction.SCALE_DOWN);
        assertThat(decision.guard()).isEqualTo(Guard.FROZEN);
        assertThat(decision.frozen()).isTrue();
    }

    @Test
    @DisplayName("without a limit nothing is guarded, whatever the spend")
    void offWithoutLimit() {
        var fold = new Fold(StepSettings.DEFAULTS);

        var decision = fold.apply(PRESSED.spend("1000000", "1000000"));

        assertThat(decision.reason()).isEqualTo(LATENCY_PRESSURE);
        assertThat(decision.guard()).isEqualTo(Guard.OFF);
        assertThat(decision.frozen()).isFalse();
        assertThat(fold.state().spendKnownAt()).isNull();
    }

    @ParameterizedTest(name = "unknown for {0}: {1}")
    @CsvSource({"PT6H, LATENCY_PRESSURE", "PT6H0.001S, SPEND_UNKNOWN", "PT6H0.000000001S, SPEND_UNKNOWN"})
    @DisplayName("a spend never known freezes after more than six hours of looking")
    void neverKnown(Duration since, ScaleReason reason) {
        var fold = new Fold(LIMIT_100);

        var first = fold.leave(PRESSED.spend(UNKNOWN));
        var later = fold.leave(PRESSED.spend(UNKNOWN).at(since));

        assertThat(first.reason()).isEqualTo(LATENCY_PRESSURE);
        assertThat(first.guard()).isEqualTo(Guard.CLEAR);
        assertThat(later.reason()).isEqualTo(reason);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @DisplayName("any cause of not knowing counts")
    void anyCause(UnknownCause cause) {
        var fold = new Fold(LIMIT_100);

        fold.leave(PRESSED.spend("10"));

        assertThat(fold.leave(PRESSED.spend(Reading.unknown(cause)).at(ofHours(7)))
                        .reason())
                .isEqualTo(SPEND_UNKNOWN);
    }

    @ParameterizedTest(name = "last known {0}, then unknown for {1}: {2}")
    @CsvSource({
        "10, PT1H, LATENCY_PRESSURE",
        "10, PT6H, LATENCY_PRESSURE",
        "10, PT6H0.001S, SPEND_UNKNOWN",
        "90, PT1H, SPEND_AT_LIMIT",
        "90, PT6H, SPEND_AT_LIMIT",
        "90, PT6H0.001S, SPEND_UNKNOWN"
    })
    @DisplayName("while the spend is unknown the last verdict stands, for six hours")
    void verdictStands(String known, Duration since, ScaleReason reason) {
        var fold = new Fold(LIMIT_100);

        fold.leave(PRESSED.spend(known));

        assertThat(fold.leave(PRESSED.spend(UNKNOWN).at(since)).reason()).isEqualTo(reason);
    }

    @Test
    @DisplayName("a forecast's verdict stands too")
    void forecastVerdictStands() {
        var fold = new Fold(LIMIT_100);

        fold.leave(PRESSED.spend("10", "2400.01"));

        assertThat(fold.leave(PRESSED.spend(UNKNOWN).at(ofHours(1))).reason()).isEqualTo(FORECAST_OVER_LIMIT);
    }

    @Test
    @DisplayName("the six hours count from the sample, not from the look that brought it")
    void oldSample() {
        var sixHours = PRESSED.spend(Seen.aged(PRESSED.spend("10").spend(), ofHours(6)));
        var more =
                PRESSED.spend(Seen.aged(PRESSED.spend("10").spend(), ofHours(6).plusMillis(1)));

        assertThat(Fold.once(LIMIT_100, sixHours).reason()).isEqualTo(LATENCY_PRESSURE);
        assertThat(Fold.once(LIMIT_100, more).reason()).isEqualTo(SPEND_UNKNOWN);
    }

    @Test
    @DisplayName("a spend known again thaws at once")
    void thaws() {
        var fold = new Fold(LIMIT_100);
        fold.leave(PRESSED.spend(UNKNOWN));
        fold.leave(PRESSED.spend(UNKNOWN).at(ofHours(7)));

        var decision = fold.leave(PRESSED.spend("10").at(ofHours(7)));

        assertThat(decision.reason()).isEqualTo(LATENCY_PRESSURE);
    }

    @Test
    @DisplayName("a sample from the future counts as now, so a wrong clock cannot keep the guard away")
    void sampleFromTheFuture() {
        var fold = new Fold(LIMIT_100);

        fold.leave(PRESSED.spend(Seen.aged(PRESSED.spend("10").spend(), ofDays(-365))));

        assertThat(fold.state().spendKnownAt()).isEqualTo(NOON);
        assertThat(fold.leave(PRESSED.spend(UNKNOWN).at(ofHours(7))).reason()).isEqualTo(SPEND_UNKNOWN);
    }

    @Test
    @DisplayName("a remembered time in the future counts as now")
    void knownAtInTheFuture() {
        var wrong = new StepState(NOON, 2, null, null, NOON.plusSeconds(86_400), SpendVerdict.FREE);
        var fold = new Fold(LIMIT_100, wrong);

        fold.leave(PRESSED.spend(UNKNOWN));

        assertThat(fold.state().spendKnownAt()).isEqualTo(NOON);
    }

    @Test
    @DisplayName("a limit set while running starts its own six hours")
    void limitSetWhileRunning() {
        var withoutLimit = new Fold(StepSettings.DEFAULTS);
        withoutLimit.leave(PRESSED.spend(UNKNOWN));
        var withLimit = new Fold(LIMIT_100, withoutLimit.state());

        var decision = withLimit.leave(PRESSED.spend(UNKNOWN).at(ofHours(7)));

        assertThat(decision.reason()).isEqualTo(LATENCY_PRESSURE);
        assertThat(withLimit.state().spendKnownAt()).isEqualTo(NOON.plus(ofHours(7)));
    }
}
