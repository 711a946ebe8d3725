package ai.levqor.ops.policy.slo;

import static ai.levqor.ops.policy.slo.Look.MET;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.levqor.ops.policy.Fact;
import ai.levqor.ops.policy.Reading;
import ai.levqor.ops.policy.Reading.UnknownCause;
import ai.levqor.ops.policy.slo.SloObservation.Outcomes;
import ai.levqor.ops.policy.slo.StreakSettings.Objectives;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("What the records of the objectives accept")
class SloRecordsTest {
    private static final Objectives OBJECTIVES = StreakSettings.DEFAULTS.objectives();

    @Test
    @DisplayName("the defaults are the published ones")
    void defaults() {
        assertThat(StreakSettings.DEFAULTS)
                .isEqualTo(new StreakSettings(new Objectives(ofMillis(200), 0.005, 0.999), 3, 2, 6));
        assertThat(BurnSettings.DEFAULTS).isEqualTo(new BurnSettings(0.999, 14.4, 6, ofMinutes(5)));
        assertThat(new StreakPolicy(StreakSettings.DEFAULTS).settings()).isSameAs(StreakSettings.DEFAULTS);
        assertThat(new BurnRatePolicy(BurnSettings.DEFAULTS).settings()).isSameAs(BurnSettings.DEFAULTS);
        assertThat(Fold.streak().state()).isSameAs(StreakState.START);
        assertThat(Fold.burn().state()).isSameAs(BurnState.START);
    }

    @Test
    @DisplayName("other objectives leave the rest of the settings")
    void with() {
        var other = new Objectives(ofSeconds(1), 0.1, 0.5);

        assertThat(StreakSettings.DEFAULTS.with(other)).isEqualTo(new StreakSettings(other, 3, 2, 6));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    @DisplayName("a number that breaks its rule is refused, with rule and value")
    void refused(String message, ThrowingCallable making) {
        assertThatIllegalArgumentException().isThrownBy(making).withMessageContaining(message);
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                refusal("p99 must be >= 0, was PT-0.001S", () -> MET.p99(-1).at(1)),
                refusal(
                        "availability must be in [0, 1], was -0.1",
                        () -> MET.availability(-0.1).at(1)),
                refusal(
                        "availability must be in [0, 1], was 1.1",
                        () -> MET.availability(1.1).at(1)),
                refusal(
                        "availability must be in [0, 1], was NaN",
                        () -> MET.availability(Double.NaN).at(1)),
                refusal("0 <= failures <= total, were -1 of 3", () -> new Outcomes(3, -1)),
                refusal("0 <= failures <= total, were 4 of 3", () -> new Outcomes(3, 4)),
                refusal("p99Above must be > 0, was PT0S", () -> new Objectives(ZERO, 0, 0)),
                refusal("p99Above must be > 0", () -> new Objectives(ofMillis(-1), 0, 0)),
                refusal("errorRateAbove must be in [0, 1], was -0.1", () -> objectives(-0.1, 0)),
                refusal("errorRateAbove must be in [0, 1], was 1.1", () -> objectives(1.1, 0)),
                refusal("errorRateAbove must be in [0, 1], was NaN", () -> objectives(Double.NaN, 0)),
                refusal("availabilityBelow must be in [0, 1], was -0.1", () -> objectives(0, -0.1)),
                refusal("availabilityBelow must be in [0, 1], was 1.1", () -> objectives(0, 1.1)),
                refusal("availabilityBelow must be in [0, 1], was NaN", () -> objectives(0, Double.NaN)),
                refusal("breaches must be >= 1, was 0", () -> streak(0, 2, 6)),
                refusal("[breaches - 1, 1000], was 1 for 3 breaches", () -> streak(3, 1, 6)),
                refusal("[breaches - 1, 1000], was 1001 for 3 breaches", () -> streak(3, 1001, 6)),
                refusal("silentTicks must be in [0, 1000], was -1", () -> streak(3, 2, -1)),
                refusal("silentTicks must be in [0, 1000], was 1001", () -> streak(3, 2, 1001)),
                refusal("at least the 2 breaches", () -> new StreakState(1L, 1, List.of(1L, 2L), List.of())),
                refusal("objective must be in (0, 1), was 0.0", () -> burn(0, 1, 1, 300)),
                refusal("objective must be in (0, 1), was 1.0", () -> burn(1, 1, 1, 300)),
                refusal("objective must be in (0, 1), was NaN", () -> burn(Double.NaN, 1, 1, 300)),
                refusal("fastBurn must be > 0 and finite, was 0.0", () -> burn(0.9, 0, 1, 300)),
                refusal("fastBurn must be > 0 and finite, was Inf", () -> burn(0.9, Double.POSITIVE_INFINITY, 1, 300)),
                refusal("slowBurn must be > 0 and finite, was 0.0", () -> burn(0.9, 1, 0, 300)),
                refusal("slowBurn must be > 0 and finite, was Inf", () -> burn(0.9, 1, Double.POSITIVE_INFINITY, 300)),
                refusal("every must be in [PT15S, PT5M], was PT14S", () -> burn(0.9, 1, 1, 14)),
                refusal("every must be in [PT15S, PT5M], was PT5M1S", () -> burn(0.9, 1, 1, 301)),
                refusal("streak must be >= 0, was -1", () -> new BurnState(null, -1, List.of())),
                refusal("streak must be >= 0, was -1", () -> verdict(Judgement.MET, false, -1)),
                refusal("only a breach may raise an alarm, was MET", () -> verdict(Judgement.MET, true, 3)),
                refusal("only a breach may raise an alarm, was NO_DATA", () -> verdict(Judgement.NO_DATA, true, 3)));
    }

    @Test
    @DisplayName("the least and the most that each rule allows is allowed")
    void allowed() {
        assertThatCode(() -> {
                    MET.p99(0).availability(0).at(0);
                    objectives(0, 0);
                    objectives(1, 1);
                    new Objectives(Duration.ofNanos(1), 0, 0);
                    streak(1, 0, 0);
                    streak(1001, 1000, 1000);
                    burn(0.0001, Double.MIN_VALUE, Double.MIN_VALUE, 15);
                    burn(0.9999, 1e9, 1e9, 300);
                    verdict(Judgement.BREACHED, true, 0);
                })
                .doesNotThrowAnyException();
    }

    @Test
    @DisplayName("verdicts and states keep their own copies")
    void copies() {
        var facts = new ArrayList<>(List.of(new Fact("streak", 1, "breaches", 3)));
        var ticks = new ArrayList<>(List.of(1L));
        var verdict = new SloVerdict(Judgement.MET, SloReason.WITHIN_OBJECTIVES, false, 0, facts);
        var state = new StreakState(1L, 1, ticks, ticks);

        facts.clear();
        ticks.clear();

        assertThat(verdict.facts()).hasSize(1);
        assertThat(state.breached()).hasSize(1);
        assertThat(state.silent()).hasSize(1);
    }

    @Test
    @DisplayName("the error rate is failures by total; without any there are no samples; unknown keeps its cause")
    void errorRate() {
        assertThat(MET.failures(1, 8).at(1).errorRate()).isEqualTo(Look.known(0.125));
        assertThat(MET.failures(0, 0).at(1).errorRate()).isEqualTo(Reading.unknown(UnknownCause.NO_SAMPLES));
        assertThat(MET.outcomes(Reading.unknown(UnknownCause.STALE)).at(1).errorRate())
                .isEqualTo(Reading.unknown(UnknownCause.STALE));
    }

    private static Arguments refusal(String message, ThrowingCallable making) {
        return Arguments.of(message, making);
    }

    private static Objectives objectives(double errorRateAbove, double availabilityBelow) {
        return new Objectives(ofMillis(1), errorRateAbove, availabilityBelow);
    }

    private static StreakSettings streak(int breaches, int withinTicks, int silentTicks) {
        return new StreakSettings(OBJECTIVES, breaches, withinTicks, silentTicks);
    }

    private static BurnSettings burn(double objective, double fast, double slow, long seconds) {
        return new BurnSettings(objective, fast, slow, ofSeconds(seconds));
    }

    private static SloVerdict verdict(Judgement judgement, boolean alarm, int streak) {
        return new SloVerdict(judgement, SloReason.WITHIN_OBJECTIVES, alarm, streak, List.of());
    }
}
