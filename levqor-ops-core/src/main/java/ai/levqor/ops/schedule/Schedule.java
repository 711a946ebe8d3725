package ai.levqor.ops.schedule;

import java.time.Instant;
import java.util.Optional;

/**
 * When a job is due. The same for the same arguments, on every machine with the same rules of time zones.
 *
 * <p>A calendar spans the instants whose milliseconds since 1970 fit a {@code long}, 292 million years to both sides: past
 * its end nothing is due, and all that is before its beginning is alike.
 */
public sealed interface Schedule permits Daily, Weekly, Every, Cron {

    /**
     * The first time after another at which the job is due. From one such time to the next, time always goes on: two due
     * times that fall on one instant are one.
     *
     * @param after any time
     * @return later than {@code after}, in whole milliseconds; empty if there is none any more
     */
    Optional<Instant> next(Instant after);

    /** The text that {@link ScheduleText} reads as this schedule. */
    String text();
}
