package ai.levqor.ops.store.jdbc;

import ai.levqor.ops.spi.activity.ActivitySink;
import ai.levqor.ops.spi.activity.DayRange;
import ai.levqor.ops.store.jdbc.LogShape.Ids;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;

/** Reads a log by {@code COPY TO STDOUT (FORMAT binary)}. To be loaded only where PostgreSQL's driver is. */
final class PostgresCopy {
    private static final int ROWS_BETWEEN_LOOKS = 0xFFF;

    private PostgresCopy() {}

    /** Whether the connection is one of PostgreSQL's driver, however deep in a pool. */
    static boolean speaks(Connection connection) throws SQLException {
        return connection.isWrapperFor(PGConnection.class);
    }

    /** Hands every activity of the days to the sink; gives the number of rows without a user or a time. */
    static long read(Connection connection, LogSql log, ActivityTable table, DayRange days, ActivitySink sink)
            throws SQLException {
        var rows = new CopyRows(log.shape(), table, days, sink);
        var copy = connection.unwrap(PGConnection.class).getCopyAPI().copyOut(statement(log, days));
        try {
            var until = 0;
            for (var message = copy.readFromCopy(); message != null; message = copy.readFromCopy()) {
                rows.take(message);
                if ((++until & ROWS_BETWEEN_LOOKS) == 0) {
                    JdbcActivityLog.stopIfInterrupted();
                }
            }
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
        return rows.skipped();
    }

    /** COPY takes no parameters; its bounds are days that were asked for as dates, written by us. */
    private static String statement(LogSql log, DayRange days) {
        var text = log.shape().ids() == Ids.TEXT ? "::text" : "";
        var bounded = log.from(days);
        var sql = new StringBuilder("COPY (SELECT ")
                .append(log.user())
                .append(text)
                .append(", ")
                .append(log.time())
                .append(' ');
        var values = bounded.values().iterator();
        bounded.text().chars().forEach(c -> {
            if (c == '?') {
                sql.append(literal(values.next()));
            } else {
                sql.append((char) c);
            }
        });
        return sql.append(") TO STDOUT (FORMAT binary)").toString();
    }

    private static String literal(Object value) {
        if (value instanceof Long number) {
            return number.toString();
        }
        // An ISO date or date and time: digits, signs and letters alone.
        return "'" + value + "'";
    }
}
