package ai.levqor.ops.spi.state;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/**
 * One time at which a job is due. It is the same for every instance, whatever its clock says, so that it can be taken once
 * in a fleet.
 *
 * @param job the job's name: lower case letters, digits and dashes, at most 60
 * @param at the time the schedule gives, from 1970 on, in whole milliseconds
 */
public record Fire(String job, Instant at) {
    /** What the name of a job looks like. */
    public static final Pattern JOB = Pattern.compile("[a-z0-9][a-z0-9-]{0,59}");

    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

    public Fire {
        if (!JOB.matcher(job).matches()) {
            throw new IllegalArgumentException("job must match " + JOB + ", was '" + job + "'");
        }
        if (at.isBefore(Instant.EPOCH) || at.isAfter(LAST) || !at.equals(at.truncatedTo(ChronoUnit.MILLIS))) {
            throw new IllegalArgumentException(
                    "at must be from 1970 to 9999, in whole milliseconds, was " + at + " for " + job);
        }
    }

    /** {@code job@instant}, such as {@code retention@2026-11-26T00:05:00Z}. */
    public String id() {
        return job + "@" + at;
    }
}
