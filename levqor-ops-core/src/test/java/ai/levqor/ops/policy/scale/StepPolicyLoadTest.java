package ai.levqor.ops.policy.scale;

import static ai.levqor.ops.policy.scale.Seen.IDLE;
import static ai.levqor.ops.policy.scale.Seen.PRESSED;
import static ai.levqor.ops.policy.scale.Seen.STEADY;
import static ai.levqor.ops.policy.scale.StepSettings.DEFAULTS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What the step policy makes of latency, depth and the number of workers")
class StepPolicyLoadTest {

    @ParameterizedTest(name = "P95 {0} ms, depth {1}: {2}, {3}")
    @CsvSource(textBlock = """
                    149.9,    0, HOLD,     WITHIN_LIMITS
                    150,      0, HOLD,     WITHIN_LIMITS
                    150.000001, 0, SCALE_UP, LATENCY_PRESSURE
                    150.1,    0, SCALE_UP, LATENCY_PRESSURE
                    100,     10, HOLD,     WITHIN_LIMITS
                    100,     11, SCALE_UP, QUEUE_PRESSURE
                    150,     10, HOLD,     WITHIN_LIMITS
                    150.1,   10, SCALE_UP, LATENCY_PRESSURE
                    150,     11, SCALE_UP, QUEUE_PRESSURE
                    150.1,   11, SCALE_UP, LATENCY_AND_QUEUE_PRESSURE
                    39.9,    11, SCALE_UP, QUEUE_PRESSURE
                    0,       10, HOLD,     WITHIN_LIMITS
                    """)
    @DisplayName("150 ms and depth 10 are no pressure, the least above is")
    void pressureIsStrictlyAbove(double p95, long depth, ScaleAction action, ScaleReason reason) {
        var decision = Fold.once(DEFAULTS, STEADY.p95(p95).depth(depth));

        assertThat(decision.action()).isEqualTo(action);
        assertThat(decision.reason()).isEqualTo(reason);
        assertThat(decision.to()).isEqualTo(action == ScaleAction.SCALE_UP ? 3 : 2);
    }

    @ParameterizedTest(name = "P95 {0} ms, depth {1}: {2}")
    @CsvSource({
        "39.9, 0, IDLE_NOT_LONG_ENOUGH",
        "39.999999, 0, IDLE_NOT_LONG_ENOUGH",
        "40, 0, WITHIN_LIMITS",
        "40.1, 0, WITHIN_LIMITS",
        "0, 0, IDLE_NOT_LONG_ENOUGH",
        "39.9, 1, WITHIN_LIMITS",
        "0, 1, WITHIN_LIMITS"
    })
    @DisplayName("40 ms is not idle, nor is anything with a job waiting")
    void idleIsStrictlyBelow(double p95, long depth, ScaleReason reason) {
        var decision = Fold.once(DEFAULTS, STEADY.p95(p95).depth(depth));

        assertThat(decision.action()).isEqualTo(ScaleAction.HOLD);
        assertThat(decision.reason()).isEqualTo(reason);
    }

    @Test
    @DisplayName("a window without requests is idle")
    void noRequestsIsIdle() {
        var decision = Fold.once(DEFAULTS, STEADY.noRequests());

        assertThat(decision.reason()).isEqualTo(ScaleReason.IDLE_NOT_LONG_ENOUGH);
    }

    @Test
    @DisplayName("a window without requests and one job waiting is not idle")
    void noRequestsWithWaitingJobIsNotIdle() {
        var decision = Fold.once(DEFAULTS, STEADY.noRequests().depth(1));

        assertThat(decision.reason()).isEqualTo(ScaleReason.WITHIN_LIMITS);
    }

    @ParameterizedTest(name = "{0} workers: {1} to {2}, {3}")
    @CsvSource({
        "1, SCALE_UP, 2, LATENCY_PRESSURE",
        "3, SCALE_UP, 4, LATENCY_PRESSURE",
        "4, HOLD, 4, AT_MAX",
        "5, HOLD, 5, AT_MAX",
        "1000000000, HOLD, 1000000000, AT_MAX"
    })
    @DisplayName("pressure adds one worker below the most, and none at it or above")
    void pressureStopsAtMax(int workers, ScaleAction action, int to, ScaleReason reason) {
        var decision = Fold.once(DEFAULTS, PRESSED.workers(workers));

        assertThat(decision.action()).isEqualTo(action);
        assertThat(decision.to()).isEqualTo(to);
        assertThat(decision.reason()).isEqualTo(reason);
    }

    @ParameterizedTest(name = "{0} workers")
    @ValueSource(ints = {0, 1, 2})
    @DisplayName("fewer workers than the least are raised by one, even without load")
    void belowMinIsRaised(int workers) {
        var settings = DEFAULTS.with(new StepSettings.Limits(3, 4));

        var decision = Fold.once(settings, IDLE.workers(workers));

        assertThat(decision.action()).isEqualTo(ScaleAction.SCALE_UP);
        assertThat(decision.reason()).isEqualTo(ScaleReason.BELOW_MIN);
        assertThat(decision.to()).isEqualTo(workers + 1);
    }

    @Test
    @DisplayName("the least number of workers is not below the least")
    void minIsNotBelowMin() {
        var settings = DEFAULTS.with(new StepSettings.Limits(3, 4));

        var decision = Fold.once(settings, STEADY.workers(3));

        assertThat(decision.reason()).isEqualTo(ScaleReason.WITHIN_LIMITS);
    }

    @ParameterizedTest(name = "{0} workers: {1}")
    @CsvSource({"1, AT_MIN", "2, IDLE_NOT_LONG_ENOUGH"})
    @DisplayName("idle with as few workers as allowed says so")
    void idleAtMin(int workers, ScaleReason reason) {
        var decision = Fold.once(DEFAULTS, IDLE.workers(workers));

        assertThat(decision.action()).isEqualTo(ScaleAction.HOLD);
        assertThat(decision.reason()).isEqualTo(reason);
    }

    @Test
    @DisplayName("one worker at least and at most: nothing ever changes")
    void fixedSizeNeverChanges() {
        var settings = DEFAULTS.with(new StepSettings.Limits(2, 2));

        assertThat(Fold.once(settings, PRESSED).reason()).isEqualTo(ScaleReason.AT_MAX);
        assertThat(Fold.once(settings, IDLE).reason()).isEqualTo(ScaleReason.AT_MIN);
    }
}
