package ai.levqor.ops.examples.benchmarks;

import ai.levqor.ops.spi.activity.DayRange;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;

/** What a good engineer would write in PostgreSQL's SQL: the rivals. */
final class RetentionSql {
    private RetentionSql() {}

    /** Distinct users of three windows that end with a day, counted one by one. */
    static long[] naive(Connection connection, LocalDate day) throws SQLException {
        var active = new long[ActiveUsers.WINDOWS.length];
        for (var window = 0; window < ActiveUsers.WINDOWS.length; window++) {
            active[window] = Sql.number(
                    connection,
                    "SELECT COUNT(DISTINCT user_id) FROM audit_log WHERE "
                            + between(day.minusDays(ActiveUsers.WINDOWS[window] - 1), day));
        }
        return active;
    }

    /** The same in one pass over 30 days: each user's last day tells which windows it is in. */
    static long[] onePass(Connection connection, LocalDate day) throws SQLException {
        var sql = """
                SELECT COUNT(*) FILTER (WHERE last >= '%s'), COUNT(*) FILTER (WHERE last >= '%s'), COUNT(*) FROM
                (SELECT MAX(occurred_at) AS last FROM audit_log WHERE %s GROUP BY user_id) AS users""".formatted(at(day), at(day.minusDays(6)), between(day.minusDays(29), day));
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return new long[] {rows.getLong(1), rows.getLong(2), rows.getLong(3)};
        }
    }

    /**
     * All days at once: user days, the gap before each, users by day and gap, and a sweep over what begins and ends. The
     * best of the statements that were tried.
     */
    static ActiveUsers sweep(Connection connection, DayRange range) throws SQLException {
        var sql = """
                WITH user_days AS (
                  SELECT user_id, (occurred_at AT TIME ZONE 'UTC')::date AS on_day FROM audit_log WHERE %s GROUP BY 1, 2
                ), gaps AS (
                  SELECT on_day, on_day - LAG(on_day) OVER (PARTITION BY user_id ORDER BY on_day) AS gap FROM user_days
                ), counted AS (
                  SELECT on_day, gap, COUNT(*) AS users FROM gaps GROUP BY 1, 2
                ), changes AS (
                  SELECT days, on_day + GREATEST(0, days - COALESCE(gap, days)) AS at, users
                  FROM counted, (VALUES (1), (7), (30)) AS windows (days)
                  UNION ALL
                  SELECT days, on_day + days, -users FROM counted, (VALUES (1), (7), (30)) AS windows (days)
                )
                SELECT days, at - DATE '%s', SUM(SUM(users)) OVER (PARTITION BY days ORDER BY at) FROM changes
                GROUP BY days, at ORDER BY days, at""".formatted(between(range.from(), range.to().minusDays(1)), range.from());
        var active = ActiveUsers.unknown(range.days());
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                if (rows.getInt(2) < range.days()) {
                    active.set(window(rows.getInt(1)), rows.getInt(2), rows.getLong(3));
                }
            }
        }
        return active.filled();
    }

    private static int window(int days) {
        return days == 1 ? 0 : days == 7 ? 1 : 2;
    }

    /** From the first to the last of these days, both included. */
    static String between(LocalDate first, LocalDate last) {
        return "occurred_at >= '" + at(first) + "' AND occurred_at < '" + at(last.plusDays(1)) + "'";
    }

    private static String at(LocalDate day) {
        return day + " 00:00:00+00";
    }
}
