package ai.levqor.ops.policy.scale;

import static ai.levqor.ops.policy.scale.Seen.IDLE;
import static ai.levqor.ops.policy.scale.Seen.PRESSED;
import static ai.levqor.ops.policy.scale.Seen.STEADY;
import static ai.levqor.ops.policy.scale.StepSettings.DEFAULTS;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.policy.Reading;
import ai.levqor.ops.policy.Reading.UnknownCause;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What the step policy does when a signal is unknown or stale")
class StepPolicyUnknownTest {

    @ParameterizedTest(name = "latency {0}")
    @EnumSource
    @DisplayName("unknown latency holds, and names the signal")
    void unknownLatencyHolds(UnknownCause cause) {
        var decision = Fold.once(DEFAULTS, STEADY.latency(Reading.unknown(cause)));

        assertThat(decision.action()).isEqualTo(ScaleAction.HOLD);
        assertThat(decision.reason()).isEqualTo(ScaleReason.UNKNOWN_LATENCY);
    }

    @ParameterizedTest(name = "depth {0}")
    @EnumSource
    @DisplayName("unknown depth holds, and names the signal")
    void unknownDepthHolds(UnknownCause cause) {
        var decision = Fold.once(DEFAULTS, STEADY.depth(Reading.unknown(cause)));

        assertThat(decision.action()).isEqualTo(ScaleAction.HOLD);
        assertThat(decision.reason()).isEqualTo(ScaleReason.UNKNOWN_QUEUE);
    }

    @ParameterizedTest(name = "both {0}")
    @EnumSource
    @DisplayName("both unknown holds, and names both")
    void bothUnknownHolds(UnknownCause cause) {
        var decision =
                Fold.once(DEFAULTS, STEADY.latency(Reading.unknown(cause)).depth(Reading.unknown(cause)));

        assertThat(decision.action()).isEqualTo(ScaleAction.HOLD);
        assertThat(decision.reason()).isEqualTo(ScaleReason.UNKNOWN_LATENCY_AND_QUEUE);
    }

    @Test
    @DisplayName("a known queue pressure scales up though latency is unknown")
    void queuePressureCounts() {
        var decision = Fold.once(
                DEFAULTS, STEADY.latency(Reading.unknown(UnknownCause.FAILED)).depth(11));

        assertThat(decision.reason()).isEqualTo(ScaleReason.QUEUE_PRESSURE);
        assertThat(decision.to()).isEqualTo(3);
    }

    @Test
    @DisplayName("a known latency pressure scales up though depth is unknown")
    void latencyPressureCounts() {
        var decision = Fold.once(DEFAULTS, PRESSED.depth(Reading.unknown(UnknownCause.FAILED)));

        assertThat(decision.reason()).isEqualTo(ScaleReason.LATENCY_PRESSURE);
        assertThat(decision.to()).isEqualTo(3);
    }

    @Test
    @DisplayName("fewer workers than the least are raised though nothing is known")
    void belowMinIsRaised() {
        var blind = STEADY.latency(Reading.unknown(UnknownCause.LATE)).depth(Reading.unknown(UnknownCause.LATE));

        var decision = Fold.once(DEFAULTS, blind.workers(0));

        assertThat(decision.reason()).isEqualTo(ScaleReason.BELOW_MIN);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @DisplayName("never down on unknown: a worker that is due stays when a signal is lost at that moment")
    void neverDownOnUnknown(UnknownCause cause) {
        var fold = new Fold(DEFAULTS).watch(IDLE, ZERO, ofMinutes(10));

        var noLatency = fold.leave(IDLE.latency(Reading.unknown(cause)).at(ofMinutes(10)));
        var noDepth = new Fold(DEFAULTS)
                .watch(IDLE, ZERO, ofMinutes(10))
                .leave(IDLE.depth(Reading.unknown(cause)).at(ofMinutes(10)));

        assertThat(noLatency.reason()).isEqualTo(ScaleReason.UNKNOWN_LATENCY);
        assertThat(noDepth.reason()).isEqualTo(ScaleReason.UNKNOWN_QUEUE);
    }

    @ParameterizedTest(name = "sampled {0} before the look: {1}")
    @CsvSource({
        "PT60S, LATENCY_PRESSURE",
        "PT60.000000001S, UNKNOWN_LATENCY",
        "PT-60S, LATENCY_PRESSURE",
        "PT-60.000000001S, UNKNOWN_LATENCY"
    })
    @DisplayName("a latency sampled more than a minute away, before or after, is unknown")
    void staleLatency(Duration age, ScaleReason reason) {
        var stale = PRESSED.latency(Seen.aged(PRESSED.latency(), age));

        assertThat(Fold.once(DEFAULTS, stale).reason()).isEqualTo(reason);
    }

    @ParameterizedTest(name = "sampled {0} before the look: {1}")
    @CsvSource({
        "PT60S, QUEUE_PRESSURE",
        "PT60.000000001S, UNKNOWN_QUEUE",
        "PT-60S, QUEUE_PRESSURE",
        "PT-60.000000001S, UNKNOWN_QUEUE"
    })
    @DisplayName("a depth sampled more than a minute away, before or after, is unknown")
    void staleDepth(Duration age, ScaleReason reason) {
        var stale = STEADY.depth(Seen.aged(STEADY.depth(11).depth(), age));

        assertThat(Fold.once(DEFAULTS, stale).reason()).isEqualTo(reason);
    }

    @ParameterizedTest(name = "sampled at {0}")
    @ValueSource(strings = {"-1000000000-01-01T00:00:00Z", "+1000000000-12-31T23:59:59.999999999Z"})
    @DisplayName("the ends of time are unknown, not an error")
    void endsOfTime(String sampledAt) {
        var sampled = Instant.parse(sampledAt);
        var seen = STEADY.latency(Reading.known(Latency.NO_REQUESTS, sampled)).depth(Reading.known(99L, sampled));

        assertThat(Fold.once(DEFAULTS, seen).reason()).isEqualTo(ScaleReason.UNKNOWN_LATENCY_AND_QUEUE);
    }

    @Test
    @DisplayName("an endless latency is pressure, not an error")
    void endlessLatency() {
        var endless = STEADY.latency(Reading.known(Latency.of(1, Duration.ofSeconds(Long.MAX_VALUE)), STEADY.at()));

        assertThat(Fold.once(DEFAULTS, endless).reason()).isEqualTo(ScaleReason.LATENCY_PRESSURE);
    }
}
