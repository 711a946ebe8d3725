package ai.levqor.ops.examples.benchmarks;

import ai.levqor.ops.spi.activity.ActivitySink;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.postgresql.PGConnection;

/** The rows of the log brought into this process: as fast as the driver can, and as one usually does. */
final class RetentionStreams {
    private static final int FETCH = 20_000;

    private RetentionStreams() {}

    /** COPY of what a count needs, thrown away: no way that reads rows can be faster. Returns the bytes. */
    static long bareCopy(Connection connection, String where) throws SQLException {
        var sql = "COPY (SELECT user_id, occurred_at FROM audit_log WHERE " + where + ") TO STDOUT (FORMAT BINARY)";
        var copy = connection.unwrap(PGConnection.class).getCopyAPI().copyOut(sql);
        var bytes = 0L;
        for (var row = copy.readFromCopy(); row != null; row = copy.readFromCopy()) {
            bytes += row.length;
        }
        return bytes;
    }

    /** A cursor with a fetch size; the database tells the day. */
    static void cursor(Connection connection, String where, ActivitySink sink) throws SQLException {
        connection.setAutoCommit(false);
        var sql = "SELECT user_id, (occurred_at AT TIME ZONE 'UTC')::date - DATE '1970-01-01' FROM audit_log WHERE ";
        try (var statement =
                connection.prepareStatement(sql + where, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
            statement.setFetchSize(FETCH);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    sink.seen(0, rows.getLong(1), rows.getInt(2));
                }
            }
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }
}
