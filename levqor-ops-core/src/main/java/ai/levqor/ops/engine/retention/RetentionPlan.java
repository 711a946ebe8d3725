package ai.levqor.ops.engine.retention;

import ai.levqor.ops.policy.retention.Cohorts;
import ai.levqor.ops.spi.activity.DayRange;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Consumer;

/**
 * One way to count active users night after night, and to keep what was counted.
 *
 * <p><b>Threading:</b> {@link #bringUpTo} by one thread at a time; the rest by any, also meanwhile.
 */
interface RetentionPlan {

    /** A word for logs and for {@code GET /ops/jobs}. */
    String name();

    /**
     * Counts every finished day up to and including {@code through} that was not counted yet, and repairs the days that
     * late rows have touched. Safe to repeat. Takes as long as it takes, and gives up when its thread is interrupted, between
     * rows; a database that has fallen silent is waited for as long as the driver's own socket timeout says.
     *
     * @throws ai.levqor.ops.spi.UnavailableException if it could not be done; then nothing of it is visible
     */
    Night bringUpTo(LocalDate through, Consumer<Progress> progress);

    /** What is known of these days, oldest first; a day that was not counted is there as missing. */
    List<RetentionRow> rows(DayRange days);

    /**
     * The cohorts that began on these days, and perhaps others; one whose newcomers are not known for certain is not among
     * them.
     */
    Cohorts cohorts(DayRange firstDays);

    /**
     * Erases what is remembered of a user. Days that were counted hold no id; the next night may count them anew. Called by
     * any thread.
     *
     * @param high the upper half of the user's id, as in {@link ai.levqor.ops.spi.activity.ActivitySink#seen}
     * @param low the lower half
     * @throws ai.levqor.ops.spi.UnavailableException if it cannot be done now
     */
    void forget(long high, long low);

    /**
     * What a night has done.
     *
     * @param outcome how it ended
     * @param counted days that were counted for the first time
     * @param revised days that late rows have changed
     * @param unrepaired days that late rows should have changed, and could not: what lay before them is purged
     */
    record Night(Outcome outcome, int counted, int revised, int unrepaired) {}

    /** How a night ended. */
    enum Outcome {
        /** Every finished day is counted. */
        DONE,
        /** Another instance is at it, or has just done it. */
        ELSEWHERE,
        /** The log has no row yet. */
        NO_DATA
    }

    /**
     * How far a night has come.
     *
     * @param phase what it is doing, in a word or two
     * @param done days done
     * @param all days in all
     */
    record Progress(String phase, int done, int all) {}
}
