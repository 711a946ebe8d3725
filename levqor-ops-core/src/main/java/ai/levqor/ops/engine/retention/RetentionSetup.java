package ai.levqor.ops.engine.retention;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;

/**
 * The numbers of active users.
 *
 * @param zone whose days are counted
 * @param backfillDays so many days back the first night counts, one or more
 * @param lateDays so many days back each night counts again, zero or more
 * @param completeFrom the day from which on the log holds all there ever was; empty if its beginning is a cut
 * @param buffer users a day that are kept in memory until they are written, one or more
 * @param answerWithin how long a request for a night waits for its end, zero or more
 */
public record RetentionSetup(
        ZoneId zone,
        int backfillDays,
        int lateDays,
        Optional<LocalDate> completeFrom,
        int buffer,
        Duration answerWithin) {

    public RetentionSetup {
        requireNonNull(zone, "zone");
        requireNonNull(completeFrom, "completeFrom");
        if (backfillDays < 1) {
            throw new IllegalArgumentException("backfillDays must be >= 1, was " + backfillDays);
        }
        if (lateDays < 0) {
            throw new IllegalArgumentException("lateDays must be >= 0, was " + lateDays);
        }
        if (buffer < 1) {
            throw new IllegalArgumentException("buffer must be >= 1, was " + buffer);
        }
        if (answerWithin.isNegative()) {
            throw new IllegalArgumentException("answerWithin must be >= 0, was " + answerWithin);
        }
    }
}
