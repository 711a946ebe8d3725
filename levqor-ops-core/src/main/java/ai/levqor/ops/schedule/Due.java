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
     * What is due. However long ago {@code after} is, only the newest fires are looked for, from the end.
     *
     * @param schedule the job's schedule
     * @param after what is at this time or before is settled; if it is not before {@code now}, nothing is due
     * @param now what is after this time is not due yet
     * @param grace a fire may be run so long after its time, to the nanosecond; with zero, at its very time alone
     * @throws IllegalArgumentException if the grace is negative
     */
    public static Due of(Schedule schedule, Instant after, Instant now, Duration grace) {
        if (grace.isNegative()) {
            throw new IllegalArgumentException("grace must be >= 0, was " + grace);
        }
        var newest = NewestFires.of(schedule, after, now, 1 + MOST_NAMED + MOST_COUNTED);
        var run = newest.stream()
                .limit(1)
                .filter(fire -> Duration.between(fire, now).compareTo(grace) <= 0)
                .findFirst();
        var late = newest.subList(run.isPresent() ? 1 : 0, newest.size());
        var named = late.stream().limit(MOST_NAMED).sorted().toList();
        return new Due(run, named, Math.min(late.size() - named.size(), MOST_COUNTED));
    }
}
