package ai.levqor.ops.store.jdbc;

import ai.levqor.ops.spi.activity.ActivitySink;
import ai.levqor.ops.spi.activity.DayRange;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Each user's first and last active day, and the days of the nine weeks up to the last as bits; of the newest days it may
 * know less than {@link RecentDays}. What leaves the database are numbers of users who are alike, and no id, unless it is
 * asked for.
 */
final class LastSeenTable {
    private final Handle handle;
    private final LogSql log;
    private final LedgerTables tables;
    private final Dialect dialect;
    private final Optional<RecentDays> recent;

    LastSeenTable(Handle handle, LogSql log, LedgerTables tables) {
        this.handle = handle;
        this.log = log;
        this.tables = tables;
        this.dialect = tables.dialect();
        this.recent = tables.recent().map(table -> new RecentDays(handle, log, tables, table));
    }

    /** Fills the table, in the order of the ids, so that nights touch pages in order. */
    void fill(DayRange days) {
        handle.execute("DELETE FROM " + tables.lastSeen());
        var last = days.to().toEpochDay() - 1;
        var bits = dialect.orOfAll("CASE WHEN %1$d - d < %2$d THEN %3$s ELSE 0 END"
                .formatted(last, UserGroup.KNOWN_DAYS, dialect.bit("(" + last + " - d)")));
        var fill = Sql.join(
                """
                INSERT INTO %1$s (user_id, first_day, last_day, days)
                SELECT u, %2$s, %3$s, CASE WHEN %4$d - l < %5$d THEN %6$s ELSE 1 END
                FROM (SELECT u, MIN(d) AS f, MAX(d) AS l, %7$s AS bits
                      FROM (SELECT %8$s AS u, %%s AS d %%s) seen GROUP BY u) users
                ORDER BY u""".formatted(
                                tables.lastSeen(),
                                dialect.dateOf("f"),
                                dialect.dateOf("l"),
                                last,
                                UserGroup.KNOWN_DAYS,
                                dialect.movedDown("bits", "(" + last + " - l)"),
                                bits,
                                log.userKey()),
                log.epochDay(days),
                log.fromKnown(days));
        fill.bindTo(handle.createUpdate(fill.text())).execute();
        recent.ifPresent(table -> {
            table.clear();
            table.add(days.to().minusDays(1));
        });
    }

    /** Counts the cohorts of the log: who was active on a day, by the first day, and whose last day it was. */
    void cohorts(DayRange days, CohortSink sink) {
        var query = Sql.join("""
                SELECT f, d, COUNT(*), SUM(CASE WHEN d = l THEN 1 ELSE 0 END)
                FROM (SELECT d, MIN(d) OVER (PARTITION BY u) AS f, MAX(d) OVER (PARTITION BY u) AS l
                      FROM (SELECT DISTINCT %s AS u, %%s AS d %%s) seen) days
                GROUP BY f, d""".formatted(log.user()), log.epochDay(days), log.fromKnown(days));
        query.bindTo(handle.createQuery(query.text())).scanResultSet((rows, context) -> {
            var all = rows.get();
            while (all.next()) {
                sink.counted(all.getInt(1), all.getInt(2), all.getLong(3), all.getLong(4));
            }
            return 0;
        });
    }

    /** Moves the users of a day on to it, and gives them by their first and last day before. */
    List<UserGroup> moveTo(LocalDate day) {
        return recent.map(table -> table.moveTo(day)).orElseGet(() -> moveInSteps(day));
    }

    /** Moves the users of a day on to it, and hands them on. Only where there {@linkplain CopiedUsers#can can} be a COPY. */
    void moveTo(LocalDate day, ActivitySink sink) {
        recent.orElseThrow().moveTo(day, new CopiedUsers(handle, log, tables), sink);
    }

    /** Hands on everyone who is known, with the first and the last day. As {@link #moveTo(LocalDate, ActivitySink)}. */
    void all(ActivitySink sink) {
        recent.orElseThrow().all(new CopiedUsers(handle, log, tables), sink);
    }

    private List<UserGroup> moveInSteps(LocalDate day) {
        var epochDay = day.toEpochDay();
        handle.execute("DELETE FROM " + tables.night());
        var seen = Sql.join(
                "INSERT INTO " + tables.night() + " (user_id, on_day) SELECT DISTINCT " + log.userKey() + ", "
                        + epochDay + " %s",
                log.fromKnown(DayRange.of(day)));
        seen.bindTo(handle.createUpdate(seen.text())).execute();
        var groups = handle.createQuery("""
                        SELECT s.first_day, s.last_day, COUNT(*)
                        FROM %s n LEFT JOIN %s s ON s.user_id = n.user_id
                        GROUP BY s.first_day, s.last_day""".formatted(tables.night(), tables.lastSeen()))
                .map((row, context) ->
                        new UserGroup(LedgerReader.day(row, 1), LedgerReader.day(row, 2), 0, row.getLong(3)))
                .list();
        handle.execute("UPDATE %s SET %s WHERE user_id IN (SELECT user_id FROM %s)"
                .formatted(tables.lastSeen(), movedTo(day), tables.night()));
        insertTonight(epochDay, date(day));
        handle.execute("DELETE FROM " + tables.night());
        return groups;
    }

    /** Adds the users of the night table who are not in this one. */
    void insertTonight(long epochDay, String date) {
        handle.execute("""
                INSERT INTO %1$s (user_id, first_day, last_day, days)
                SELECT n.user_id, %2$s, %2$s, 1 FROM %3$s n
                WHERE n.on_day = %4$d AND NOT EXISTS (SELECT 1 FROM %1$s s WHERE s.user_id = n.user_id)""".formatted(tables.lastSeen(), date, tables.night(), epochDay));
    }

    /** The assignments that move a user on to a later day. MySQL makes them in this order, each seeing those before. */
    private String movedTo(LocalDate day) {
        var gap = dialect.daysBetween("last_day", date(day));
        return "days = CASE WHEN %s < %d THEN %s ELSE 1 END, last_day = %s"
                .formatted(gap, UserGroup.KNOWN_DAYS, dialect.or(dialect.movedUp("days", gap), "1"), date(day));
    }

    /** A day of ours as SQL has it: digits and signs alone. */
    static String date(LocalDate day) {
        return "DATE '" + day + "'";
    }
}
