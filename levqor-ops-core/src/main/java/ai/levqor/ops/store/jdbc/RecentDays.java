package ai.levqor.ops.store.jdbc;

import ai.levqor.ops.spi.activity.ActivitySink;
import ai.levqor.ops.spi.activity.DayRange;
import java.time.LocalDate;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * On PostgreSQL, who was active on the newest days, many users a row. A night adds its day here and leaves the last-seen
 * table alone: moving each of its users on in there would dirty nearly every page of it. Once a week the days are folded
 * into that table, all but the newest one. Until then a user's last day is the later one of both tables, the first day the
 * earlier one, and the known days are those of both; so to fold a day twice changes nothing.
 */
final class RecentDays {
    /** How many days are folded at once. */
    static final int FOLDED = 7;

    /** A row stays below the size at which PostgreSQL would move it out of its page. */
    private static final int USERS_A_ROW = 100;

    private final Handle handle;
    private final LogSql log;
    private final String lastSeen;
    private final String night;
    private final String recent;

    RecentDays(Handle handle, LogSql log, LedgerTables tables, String recent) {
        this.handle = handle;
        this.log = log;
        this.lastSeen = tables.lastSeen();
        this.night = tables.night();
        this.recent = recent;
    }

    void clear() {
        handle.execute("DELETE FROM " + recent);
    }

    /** Adds a day that the last-seen table has already. */
    void add(LocalDate day) {
        var add = Sql.join(seen() + " " + kept(day), users(day));
        add.bindTo(handle.createUpdate(add.text())).execute();
    }

    /** Adds a day, and gives its users by their first and last day before. One statement reads the log once. */
    List<UserGroup> moveTo(LocalDate day) {
        foldIfDue(day);
        var move = Sql.join(seen() + """
                        , kept AS (%1$s)
                        SELECT LEAST(s.first_day, r.f), GREATEST(s.last_day, r.l), COUNT(*)
                        FROM seen LEFT JOIN %2$s s ON s.user_id = seen.u
                        LEFT JOIN (SELECT r.u, MIN(r.d) AS f, MAX(r.d) AS l FROM %3$s r JOIN seen ON seen.u = r.u GROUP BY r.u) r
                          ON r.u = seen.u
                        GROUP BY 1, 2""".formatted(kept(day), lastSeen, days("TRUE")), users(day));
        return move.bindTo(handle.createQuery(move.text()))
                .map((row, context) ->
                        new UserGroup(LedgerReader.day(row, 1), LedgerReader.day(row, 2), 0, row.getLong(3)))
                .list();
    }

    /** Adds a day, and hands its users on: they enter this process. One statement reads the log once. */
    void moveTo(LocalDate day, CopiedUsers users, ActivitySink sink) {
        foldIfDue(day);
        users.ofArrays(Sql.join(seen() + " " + kept(day) + " RETURNING users", users(day)), day, sink);
    }

    /** Hands on everyone whom the two tables know. */
    void all(CopiedUsers users, ActivitySink sink) {
        users.all(recent, sink);
    }

    /** The condition that this user and day since 1970-01-01 are not among the days from this one on. */
    String unknown(String user, String day, LocalDate from) {
        return "NOT EXISTS (SELECT 1 FROM %s r WHERE r.u = %s AND r.d - DATE '1970-01-01' = %s)"
                .formatted(days("on_day >= " + LastSeenTable.date(from)), user, day);
    }

    /** Leaves out of the night table what is known here. */
    void dropKnown() {
        handle.execute("DELETE FROM %1$s n USING %2$s r WHERE r.u = n.user_id AND r.d - DATE '1970-01-01' = n.on_day"
                .formatted(night, days("on_day IN (SELECT DATE '1970-01-01' + t.on_day FROM " + night + " t)")));
    }

    /** Brings the users of the night table up to date in the last-seen table. */
    void foldTonight() {
        fold("WHERE u IN (SELECT user_id FROM " + night + ")", days("TRUE"));
    }

    private void foldIfDue(LocalDate day) {
        var due = handle.createQuery(
                        "SELECT MIN(on_day) < %s FROM %s".formatted(LastSeenTable.date(day.minusDays(FOLDED)), recent))
                .mapTo(Boolean.class)
                .one();
        if (Boolean.TRUE.equals(due)) {
            // The newest one stays, since rows of it are what comes late most often.
            var old = "on_day < " + LastSeenTable.date(day.minusDays(1));
            fold("", days(old));
            handle.execute("DELETE FROM " + recent + " WHERE " + old);
        }
    }

    /** In the order of users, so that looking each of them up finds pages in order. */
    private void fold(String which, String days) {
        handle.execute("""
                WITH newest AS (SELECT MAX(on_day) AS d FROM %1$s),
                folded AS MATERIALIZED (
                  SELECT u, MIN(r.d) AS f, MAX(r.d) AS l,
                         BIT_OR(1::bigint << (newest.d - r.d)) >> (newest.d - MAX(r.d)) AS b
                  FROM %2$s r CROSS JOIN newest %3$s GROUP BY u, newest.d ORDER BY u),
                moved AS (
                  UPDATE %4$s s SET
                    first_day = LEAST(s.first_day, x.f), last_day = GREATEST(s.last_day, x.l),
                    days = (CASE WHEN x.l - s.last_day < %5$d THEN s.days << GREATEST(x.l - s.last_day, 0) ELSE 0 END
                          | CASE WHEN s.last_day - x.l < %5$d THEN x.b << GREATEST(s.last_day - x.l, 0) ELSE 0 END)
                          & %6$d
                  FROM folded x WHERE s.user_id = x.u RETURNING s.user_id)
                INSERT INTO %4$s (user_id, first_day, last_day, days)
                SELECT x.u, x.f, x.l, x.b FROM folded x WHERE NOT EXISTS (SELECT 1 FROM moved WHERE moved.user_id = x.u)""".formatted(recent, days, which, lastSeen, UserGroup.KNOWN_DAYS, Long.MAX_VALUE));
    }

    private String seen() {
        return "WITH seen AS MATERIALIZED (SELECT DISTINCT " + log.userKey() + " AS u %s)";
    }

    private Sql users(LocalDate day) {
        return log.fromKnown(DayRange.of(day));
    }

    private String kept(LocalDate day) {
        return """
               INSERT INTO %1$s (on_day, part, users) SELECT %2$s, part, CAST(array_agg(u) AS %3$s[])
               FROM (SELECT u, (row_number() OVER ()) / %4$d AS part FROM seen) numbered GROUP BY part""".formatted(recent, LastSeenTable.date(day), log.userKeyType(), USERS_A_ROW);
    }

    private String days(String condition) {
        return "(SELECT unnest(users) AS u, on_day AS d FROM " + recent + " WHERE " + condition + ")";
    }
}
