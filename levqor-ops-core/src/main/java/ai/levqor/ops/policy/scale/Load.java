package ai.levqor.ops.policy.scale;

import ai.levqor.ops.policy.Reading;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an observation says about the load.
 *
 * @param pressure the reason to scale up; null if there is none
 * @param idle whether latency and depth are both known and both say idle
 * @param unknown which signal is unknown; null if both are known
 */
record Load(
        @Nullable ScaleReason pressure,
        boolean idle,
        @Nullable ScaleReason unknown) {

    static Load of(StepSettings settings, ScaleObservation seen) {
        var latency = fresh(seen.latency(), seen.at(), settings.pace().maxAge());
        var depth = fresh(seen.queueDepth(), seen.at(), settings.pace().maxAge());
        var slow = latency != null
                && latency.p95().isPresent()
                && latency.p95().get().compareTo(settings.pressure().p95Above()) > 0;
        var calm = latency != null
                && (latency.p95().isEmpty()
                        || latency.p95().get().compareTo(settings.idle().p95Below()) < 0);
        var deep = depth != null && depth > settings.pressure().depthAbove();
        return new Load(pressure(slow, deep), calm && depth != null && depth == 0, unknown(latency, depth));
    }

    private static @Nullable ScaleReason pressure(boolean slow, boolean deep) {
        if (slow && deep) {
            return ScaleReason.LATENCY_AND_QUEUE_PRESSURE;
        }
        return slow ? ScaleReason.LATENCY_PRESSURE : deep ? ScaleReason.QUEUE_PRESSURE : null;
    }

    private static @Nullable ScaleReason unknown(@Nullable Latency latency, @Nullable Long depth) {
        if (latency == null && depth == null) {
            return ScaleReason.UNKNOWN_LATENCY_AND_QUEUE;
        }
        return latency == null ? ScaleReason.UNKNOWN_LATENCY : depth == null ? ScaleReason.UNKNOWN_QUEUE : null;
    }

    /** The value if it was sampled within {@code maxAge} of {@code now}, before or (by a skewed clock) after. */
    static <T> @Nullable T fresh(Reading<T> reading, Instant now, Duration maxAge) {
        return reading instanceof Reading.Known<T> known
                        && !Elapsed.exceeds(known.sampledAt(), now, maxAge)
                        && !Elapsed.exceeds(now, known.sampledAt(), maxAge)
                ? known.measured()
                : null;
    }
}
