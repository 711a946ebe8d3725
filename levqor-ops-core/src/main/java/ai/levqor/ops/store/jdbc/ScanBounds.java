package ai.levqor.ops.store.jdbc;

import ai.levqor.ops.spi.activity.DayRange;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * Leaves the condition on the time away where it cuts little off. PostgreSQL compares every row with it, at a sixth of the
 * cost of a scan, and whoever asks looks at each row's day anyway. By the planner's own estimate, so that it takes a
 * millisecond whatever the log is; a table without statistics keeps its condition.
 */
final class ScanBounds {
    /** The share of the log that the days must be. */
    private static final double MOST = 0.9;

    private static final Pattern ROWS = Pattern.compile("\"Plan Rows\": (\\d+)");

    private ScanBounds() {}

    /** {@code FROM} the log: at least all rows of these days, and perhaps others. For PostgreSQL. */
    static Sql from(Connection connection, LogSql log, DayRange days) throws SQLException {
        var within = log.from(days);
        if (log.shape().type() == TimeType.ISO_TEXT) {
            return within; // texts are dear to read, and one that is no time is a fault
        }
        var all = log.fromAll();
        var some = rows(connection, within);
        var most = rows(connection, all);
        return some.isPresent() && most.isPresent() && some.getAsDouble() >= MOST * most.getAsDouble() ? all : within;
    }

    private static OptionalDouble rows(Connection connection, Sql from) throws SQLException {
        try (var statement = connection.createStatement();
                var plan = statement.executeQuery("EXPLAIN (FORMAT JSON) SELECT 1 " + Literals.in(from))) {
            if (plan.next()) {
                var rows = ROWS.matcher(plan.getString(1));
                if (rows.find()) {
                    return OptionalDouble.of(Double.parseDouble(rows.group(1)));
                }
            }
            return OptionalDouble.empty();
        }
    }
}
