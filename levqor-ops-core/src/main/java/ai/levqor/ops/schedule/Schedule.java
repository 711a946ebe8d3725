package ai.levqor.ops.schedule;

import java.time.Instant;
import java.util.Optional;

/** When a job is due. The same for the same arguments, on every machine. */
public sealed interface Schedule permits Daily, Weekly, Every, Cron {

    /**
     * The first time after another at which the job is due.
     *
     * @param after any time
     * @return in whole milliseconds; empty if there is none any more
     */
    Optional<Instant> next(Instant after);

    /** The text that {@link ScheduleText} reads as this schedule. */
    String text();
}
