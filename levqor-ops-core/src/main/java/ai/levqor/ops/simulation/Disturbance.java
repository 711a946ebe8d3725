package ai.levqor.ops.simulation;

import ai.levqor.ops.policy.Reading;
import ai.levqor.ops.policy.Reading.UnknownCause;
import ai.levqor.ops.policy.scale.ScaleObservation;
import ai.levqor.ops.policy.scale.SpendLevel;
import java.time.Duration;
import java.util.function.Function;

/** Changes what a policy is shown; the backend itself goes on as it is. Pure. */
@FunctionalInterface
public interface Disturbance {

    /**
     * What the policy is shown.
     *
     * @param seen what it would be shown otherwise
     * @param elapsed since the simulation's start
     */
    ScaleObservation disturb(ScaleObservation seen, Duration elapsed);

    /** Latency and queue depth are unknown between these two, counted from the start; the second is without. */
    static Disturbance metricsLost(Duration from, Duration until) {
        return (seen, elapsed) -> {
            if (elapsed.compareTo(from) < 0 || elapsed.compareTo(until) >= 0) {
                return seen;
            }
            return new ScaleObservation(
                    seen.at(),
                    seen.workers(),
                    Reading.unknown(UnknownCause.FAILED),
                    Reading.unknown(UnknownCause.FAILED),
                    seen.errorRate(),
                    seen.spend());
        };
    }

    /** The spend is known, and a function of the time since the start. */
    static Disturbance spend(Function<Duration, SpendLevel> level) {
        return (seen, elapsed) -> new ScaleObservation(
                seen.at(),
                seen.workers(),
                seen.latency(),
                seen.queueDepth(),
                seen.errorRate(),
                Reading.known(level.apply(elapsed), seen.at()));
    }
}
