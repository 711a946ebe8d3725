package ai.levqor.ops.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is to be done about the fires of a job between two times: the newest is run, if it is not later than the grace
 * allows; the others were missed.
 *
 * @param run the fire to run; empty if there is none
 * @param missed the newest that were missed, oldest first, at most {@value #MOST_NAMED}
 * @param more how many before those were missed too; at most {@value #MOST_COUNTED}, and then perhaps more
 */
public record Due(Optional<Instant> run, List<Instant> missed, int more) {
    /** So many missed fires are named one by one. */
    public static final int MOST_NAMED = 10;

    /** So many more are counted. */
    public static final int MOST_COUNTED = 1_000;

    public Due {
        missed = List.copyOf(missed);
    }

    /**
     * What is due.
     *
     * @param schedule the job's schedule
     * @param after what is at this time or before is settled
     * @param now what is after this time is not due yet
     * @param grace a fire may be run so long after its time; zero or more
     */
    public static Due of(Schedule schedule, Instant after, Instant now, Duration grace) {
        return new Due(schedule.next(after).filter(at -> !at.isAfter(now)), List.of(), 0);
    }
}
