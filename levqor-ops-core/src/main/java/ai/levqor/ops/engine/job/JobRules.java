package ai.levqor.ops.engine.job;

import static java.util.Objects.requireNonNull;

import ai.levqor.ops.schedule.Schedule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * When and how a job runs by itself.
 *
 * @param schedule when it is due; empty if it only runs when asked
 * @param grace a run may begin so long after its time; later it is recorded as missed
 * @param timeout a run that takes longer is cut short; above zero
 * @param repeatable whether it does no harm if it is done again: only then is a failed run tried again, or the run of an
 *     instance that has died taken over
 * @param retries how long to wait after each failed try; none is tried again after the last
 */
public record JobRules(
        Optional<Schedule> schedule, Duration grace, Duration timeout, boolean repeatable, List<Duration> retries) {
    /** How long to wait after each failed try, unless said otherwise. */
    public static final List<Duration> USUAL_RETRIES =
            List.of(Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofMinutes(15));

    public JobRules {
        requireNonNull(schedule, "schedule");
        retries = List.copyOf(retries);
        if (grace.isNegative() || timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("grace must be >= 0 and timeout > 0, were " + grace + " and " + timeout);
        }
    }

    /** How often a failed run is tried again. */
    int mostRetries() {
        return repeatable ? retries.size() : 0;
    }
}
