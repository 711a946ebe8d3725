package ai.levqor.ops.store.jdbc;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * How the ledger is kept.
 *
 * @param schema where its tables are; empty for the one the connection is in
 * @param rowsTable the name of the table of published rows
 * @param lastSeenTable the name of the table of users and their last days
 * @param mostDaysBack how many days the first count goes back at most, 1 or more
 * @param lookBackDays how many counted days are looked at again for late rows where no ingest column tells, 0 to 30
 * @param completeFromStart whether the log holds all there ever was, so that its first day is whole and nothing came before
 * @param idsInProcess whether ids may enter this process for the first count, and stay in its heap between nights; if not,
 *     the database does it all
 * @param lockWait how long to wait for another instance that is at it
 */
public record LedgerSettings(
        Optional<String> schema,
        String rowsTable,
        String lastSeenTable,
        int mostDaysBack,
        int lookBackDays,
        boolean completeFromStart,
        boolean idsInProcess,
        Duration lockWait) {

    /** What is used unless said otherwise. */
    public static final LedgerSettings DEFAULT =
            new LedgerSettings(Optional.empty(), "user_last_seen", 400, 2, false, true, Duration.ofSeconds(5));

    private static final int MOST_LOOK_BACK = 30;
    private static final int MOST_DAYS = 3660;

    public LedgerSettings {
        schema.ifPresent(name -> Names.column("the ledger's schema", name));
        Names.column("the table of rows", rowsTable);
        Names.column("the last-seen table", lastSeenTable);
        requireNonNull(lockWait, "lockWait");
        if (mostDaysBack < 1 || mostDaysBack > MOST_DAYS) {
            throw new IllegalArgumentException("mostDaysBack must be in [1, " + MOST_DAYS + "], was " + mostDaysBack);
        }
        if (lookBackDays < 0 || lookBackDays > MOST_LOOK_BACK) {
            throw new IllegalArgumentException(
                    "lookBackDays must be in [0, " + MOST_LOOK_BACK + "], was " + lookBackDays);
        }
        if (lockWait.isNegative()) {
            throw new IllegalArgumentException("lockWait must not be negative, was " + lockWait);
        }
    }

    /** Rows in {@code analytics_aggregates}. */
    public LedgerSettings(
            Optional<String> schema,
            String lastSeenTable,
            int mostDaysBack,
            int lookBackDays,
            boolean completeFromStart,
            boolean idsInProcess,
            Duration lockWait) {
        this(
                schema,
                "analytics_aggregates",
                lastSeenTable,
                mostDaysBack,
                lookBackDays,
                completeFromStart,
                idsInProcess,
                lockWait);
    }
}
