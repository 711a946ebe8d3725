package ai.levqor.ops.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.policy.Reading;
import ai.levqor.ops.policy.Reading.UnknownCause;
import ai.levqor.ops.policy.scale.Latency;
import ai.levqor.ops.policy.scale.ScaleAction;
import ai.levqor.ops.policy.scale.ScaleDecision;
import ai.levqor.ops.policy.scale.ScaleObservation;
import ai.levqor.ops.policy.scale.ScaleReason;
import ai.levqor.ops.policy.scale.SpendLevel;
import ai.levqor.ops.policy.scale.StepPolicy;
import ai.levqor.ops.policy.scale.StepSettings;
import ai.levqor.ops.policy.scale.StepSettings.CostGuard;
import ai.levqor.ops.policy.scale.StepState;
import ai.levqor.ops.policy.scale.StepState.SpendVerdict;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DecisionSentenceTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final StepPolicy LIMITED =
            new StepPolicy(StepSettings.DEFAULTS.with(CostGuard.of(new BigDecimal("100"), "usd")));
    private static final Reading<SpendLevel> CHEAP = spend("12.5", "900");

    @Test
    @DisplayName("pressure is told with its numbers and the step")
    void pressure() {
        assertThat(sentence(start(), latency(212.4), depth(3), 2, CHEAP))
                .isEqualTo("P95 212.4 ms above 150 ms: 2 -> 3 workers");
        assertThat(sentence(start(), latency(20), depth(14), 2, CHEAP)).isEqualTo("queue 14 above 10: 2 -> 3 workers");
        assertThat(sentence(start(), latency(212), depth(14), 2, CHEAP))
                .isEqualTo("P95 212 ms above 150 ms and queue 14 above 10: 2 -> 3 workers");
    }

    @Test
    @DisplayName("a step that is not made is told with what stands against it")
    void noStep() {
        assertThat(sentence(start(), latency(212), depth(14), 4, CHEAP))
                .isEqualTo("P95 212 ms (limit 150 ms), queue 14 (limit 10), and 4 workers is the most allowed");
        assertThat(sentence(remembering(null, NOW.minusSeconds(12)), latency(212), depth(0), 3, CHEAP))
                .isEqualTo("P95 212 ms (limit 150 ms), queue 0 (limit 10), and the last step up was 12 s ago of 30 s");
        assertThat(sentence(start(), latency(80), depth(0), 2, CHEAP))
                .isEqualTo("P95 80 ms (limit 150 ms), queue 0 (limit 10): neither pressure nor idle");
    }

    @Test
    @DisplayName("idleness is told with its time")
    void idle() {
        assertThat(sentence(remembering(NOW.minusSeconds(135), null), latency(5), depth(0), 2, CHEAP))
                .isEqualTo("idle for 2 min 15 s of 10 min");
        assertThat(sentence(remembering(NOW.minusSeconds(600), null), latency(5), depth(0), 2, CHEAP))
                .isEqualTo("idle for 10 min: 2 -> 1 workers");
        assertThat(sentence(start(), Reading.known(Latency.NO_REQUESTS, NOW), depth(0), 1, CHEAP))
                .isEqualTo("idle, and 1 worker is the least allowed");
    }

    @Test
    @DisplayName("money is told in its currency, and frozen scale-ups beside a scale-down")
    void money() {
        assertThat(sentence(start(), latency(212), depth(0), 2, spend("95", "10")))
                .isEqualTo("95 usd spent in 24 h, the stop is at 90 usd: no scale-up");
        assertThat(sentence(start(), latency(80), depth(0), 2, spend("10", "2400.01")))
                .isEqualTo("2400.01 usd forecast for 30 days, the stop is above 2400 usd: no scale-up");
        assertThat(sentence(remembering(NOW.minusSeconds(600), null), latency(5), depth(0), 2, spend("95", "10")))
                .isEqualTo("idle for 10 min: 2 -> 1 workers (scale-ups are frozen)");
        assertThat(sentence(spendKnown(NOW.minusSeconds(22_000)), latency(80), depth(0), 2, unknown()))
                .isEqualTo("the spend is unknown for 6 h 6 min: no scale-up");
    }

    @Test
    @DisplayName("while the spend is unknown, the freeze it left is told without an amount")
    void moneyRemembered() {
        var frozen = new StepState(null, 2, null, null, NOW.minusSeconds(60), SpendVerdict.SPEND_AT_LIMIT);

        assertThat(sentence(frozen, latency(80), depth(0), 2, unknown()))
                .isEqualTo("when last known, the spend was at its stop: no scale-up");
    }

    @Test
    @DisplayName("without a spend limit every sentence says that nothing guards the cost")
    void guardOff() {
        var step = new StepPolicy(StepSettings.DEFAULTS)
                .decide(StepState.START, observation(latency(212), depth(0), 2, unknown()));

        assertThat(DecisionSentence.of(step.decision()))
                .isEqualTo("P95 212 ms above 150 ms: 2 -> 3 workers (cost guard off: no spend limit)");
    }

    @ParameterizedTest
    @EnumSource(ScaleReason.class)
    @DisplayName("a policy of one's own may give any reason without the facts of the step policy")
    void withoutFacts(ScaleReason reason) {
        var decision = new ScaleDecision(ScaleAction.HOLD, reason, 2, 2, ScaleDecision.Guard.CLEAR, List.of());

        assertThat(DecisionSentence.of(decision)).isNotBlank().doesNotContain("null", "NaN");
    }

    private static String sentence(
            StepState state, Reading<Latency> latency, Reading<Long> depth, int workers, Reading<SpendLevel> spend) {
        return DecisionSentence.of(LIMITED.decide(state, observation(latency, depth, workers, spend))
                .decision());
    }

    private static ScaleObservation observation(
            Reading<Latency> latency, Reading<Long> depth, int workers, Reading<SpendLevel> spend) {
        return new ScaleObservation(NOW, workers, latency, depth, Reading.unknown(UnknownCause.NO_SAMPLES), spend);
    }

    private static StepState start() {
        return StepState.START;
    }

    private static StepState remembering(@Nullable Instant idleSince, @Nullable Instant lastUpAt) {
        return new StepState(NOW.minusSeconds(15), 2, idleSince, lastUpAt, null, SpendVerdict.FREE);
    }

    private static StepState spendKnown(Instant at) {
        return new StepState(NOW.minusSeconds(15), 2, null, null, at, SpendVerdict.FREE);
    }

    private static Reading<Latency> latency(double millis) {
        return Reading.known(Latency.of(10, Duration.ofNanos((long) (millis * 1e6))), NOW);
    }

    private static Reading<Long> depth(long depth) {
        return Reading.known(depth, NOW);
    }

    private static Reading<SpendLevel> spend(String last24h, String forecast) {
        return Reading.known(new SpendLevel(new BigDecimal(last24h), Optional.of(new BigDecimal(forecast))), NOW);
    }

    private static Reading<SpendLevel> unknown() {
        return Reading.unknown(UnknownCause.FAILED);
    }
}
