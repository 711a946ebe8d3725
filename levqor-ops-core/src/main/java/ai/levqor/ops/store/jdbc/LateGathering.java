package ai.levqor.ops.store.jdbc;

import ai.levqor.ops.spi.activity.DayRange;
import java.time.LocalDate;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Gathers late rows in the night table. With an ingest column, rows above the watermark are looked at, and a margin of rows
 * below it once more, since numbers are given out in order and committed in any. Without one, the last days are. A row that
 * was counted already is known by its bit, and so is never counted twice; where the bits do not reach, only rows above the
 * watermark count as late. Most rows of the margin are known by the newest day, and are not even gathered.
 */
final class LateGathering {
    /** How many numbers below the watermark are looked at again. */
    private static final long MARGIN = 10_000;

    private final Handle handle;
    private final LogSql log;
    private final LedgerTables tables;
    private final int lookBackDays;
    private final Optional<RecentDays> recent;

    LateGathering(Handle handle, LogSql log, LedgerTables tables, int lookBackDays) {
        this.handle = handle;
        this.log = log;
        this.tables = tables;
        this.lookBackDays = lookBackDays;
        this.recent = tables.recent().map(table -> new RecentDays(handle, log, tables, table));
    }

    /** Whether there are any. If there are, the last-seen table knows all that is known of their users. */
    boolean gather(LedgerMark mark) {
        handle.execute("DELETE FROM " + tables.night());
        collect(mark);
        if (isEmpty()) {
            return false;
        }
        recent.ifPresent(RecentDays::dropKnown);
        if (isEmpty()) {
            return false;
        }
        recent.ifPresent(RecentDays::foldTonight);
        dropCounted(mark);
        return true;
    }

    /**
     * The users and days of rows that may be late, each as often as it comes; empty without an ingest column, since then
     * there are too many.
     */
    Optional<Sql> suspects(LedgerMark mark) {
        return above(mark)
                .map(above -> Sql.join(
                        "SELECT " + log.userKey() + (log.keyIsText() ? "::text" : "") + ", %s %s%s",
                        log.epochDay(counted(mark)),
                        log.fromKnown(counted(mark)),
                        above));
    }

    private static DayRange counted(LedgerMark mark) {
        return new DayRange(mark.countedFrom(), mark.countedThrough().plusDays(1));
    }

    /** The condition that a row is above the watermark, or little below it. */
    private Optional<Sql> above(LedgerMark mark) {
        return mark.watermark().isEmpty()
                ? Optional.empty()
                : log.shape()
                        .ingest()
                        .map(ingest -> Sql.of(
                                " AND l." + ingest.quoted() + " > ?",
                                mark.watermark().getAsLong() - MARGIN));
    }

    private void collect(LedgerMark mark) {
        var counted = counted(mark);
        var above = above(mark);
        if (above.isPresent()) {
            collect(counted, above.get(), mark.countedThrough());
        } else if (lookBackDays > 0) {
            var from = counted.to().minusDays(lookBackDays);
            var days = from.isBefore(counted.from()) ? counted : new DayRange(from, counted.to());
            collect(days, Sql.of(""), days.from());
        }
    }

    private void collect(DayRange days, Sql condition, LocalDate knownFrom) {
        var rows = Sql.join(
                "INSERT INTO " + tables.night() + " (user_id, on_day) SELECT g.u, g.d FROM (SELECT DISTINCT "
                        + log.userKey() + " AS u, %s AS d %s%s) g"
                        + recent.map(table -> " WHERE " + table.unknown("g.u", "g.d", knownFrom))
                                .orElse(""),
                log.epochDay(days),
                log.fromKnown(days),
                condition);
        rows.bindTo(handle.createUpdate(rows.text())).execute();
    }

    private boolean isEmpty() {
        return handle.createQuery("SELECT COUNT(*) FROM " + tables.night())
                        .mapTo(Long.class)
                        .one()
                == 0;
    }

    private void dropCounted(LedgerMark mark) {
        var dialect = tables.dialect();
        var date = dialect.dateOf("n.on_day");
        var back = dialect.daysBetween(date, "s.last_day");
        var known = "n.on_day >= %d AND %s BETWEEN 0 AND %d"
                .formatted(mark.bitsFrom().toEpochDay(), back, UserGroup.KNOWN_DAYS - 1);
        // The shift is kept in its range: rows beyond are not told from those within before it is made.
        var bit = dialect.bitAt("s.days", "CASE WHEN %1$s BETWEEN 0 AND 62 THEN %1$s ELSE 0 END".formatted(back));
        handle.execute("DELETE FROM %s WHERE %s"
                .formatted(tables.night(), LateRows.whoseUser(tables, "%s AND %s = 1".formatted(known, bit))));
        var ingest = log.shape().ingest();
        if (ingest.isPresent() && mark.watermark().isPresent() && anyBeyond(known, date)) {
            dropBelowWatermark(mark, known, date, ingest.get());
        }
    }

    /** Whether there is a row of which the bits do not tell whether it was counted. */
    private boolean anyBeyond(String known, String date) {
        return handle.createQuery(
                                "SELECT COUNT(*) FROM %s n JOIN %s s ON s.user_id = n.user_id WHERE NOT (%s) AND %s < s.last_day"
                                        .formatted(tables.night(), tables.lastSeen(), known, date))
                        .mapTo(Long.class)
                        .one()
                > 0;
    }

    private void dropBelowWatermark(LedgerMark mark, String known, String date, Column ingest) {
        var counted = counted(mark);
        var before = Sql.join(
                "SELECT %s AS u, %%s AS d %%s AND l.%s <= %d"
                        .formatted(
                                log.userKey(), ingest.quoted(), mark.watermark().getAsLong()),
                log.epochDay(counted),
                log.fromKnown(counted));
        var delete = Sql.join(
                "DELETE FROM %s WHERE %s AND (user_id, on_day) IN (SELECT u, d FROM (%%s) g)"
                        .formatted(
                                tables.night(),
                                LateRows.whoseUser(tables, "NOT (%s) AND %s < s.last_day".formatted(known, date))),
                before);
        delete.bindTo(handle.createUpdate(delete.text())).execute();
    }
}
