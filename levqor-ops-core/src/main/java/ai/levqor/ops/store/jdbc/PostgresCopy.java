package ai.levqor.ops.store.jdbc;

import ai.levqor.ops.spi.activity.ActivitySink;
import ai.levqor.ops.spi.activity.DayRange;
import ai.levqor.ops.store.jdbc.LogShape.Ids;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;
import org.postgresql.PGConnection;

/**
 * Reads by {@code COPY TO STDOUT (FORMAT binary)}, which streams without a cursor, and lets the database plan with several
 * processes, as it does for no cursor. To be loaded only where PostgreSQL's driver is.
 */
final class PostgresCopy {
    private static final int ROWS_BETWEEN_LOOKS = 0xFFF;

    private PostgresCopy() {}

    /** Whether the connection is one of PostgreSQL's driver, however deep in a pool. */
    static boolean speaks(Connection connection) throws SQLException {
        return connection.isWrapperFor(PGConnection.class);
    }

    /**
     * Hands every activity of the days to the sink; gives the number of rows without a user, and of those without a time
     * that were met.
     */
    static long read(Connection connection, LogSql log, ActivityTable table, DayRange days, ActivitySink sink)
            throws SQLException {
        var rows = new CopyRows(log.shape(), table, days, sink);
        var text = log.shape().ids() == Ids.TEXT ? "::text" : "";
        var columns = Sql.of("SELECT " + log.user() + text + ", " + log.time() + " ");
        messages(connection, columns.and(ScanBounds.from(connection, log, days)), rows::take);
        rows.flush();
        return rows.skipped();
    }

    /** Hands on each message of the rows of a query, as {@link CopyFormat} has it. */
    static void messages(Connection connection, Sql query, Consumer<byte[]> sink) throws SQLException {
        var copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyOut("COPY (" + Literals.in(query) + ") TO STDOUT (FORMAT binary)");
        try {
            var until = 0;
            for (var message = copy.readFromCopy(); message != null; message = copy.readFromCopy()) {
                sink.accept(message);
                if ((++until & ROWS_BETWEEN_LOOKS) == 0) {
                    JdbcActivityLog.stopIfInterrupted();
                }
            }
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }
}
