package ai.levqor.ops.examples.benchmarks;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyOutputStream;

/** Fills the table that all ways read: an id that grows, the user, what they did, and when; the last one is indexed. */
final class AuditLog implements AutoCloseable {
    static final String TABLE = "audit_log";

    private static final byte[] SIGNATURE = "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] ACTION = "view".getBytes(StandardCharsets.US_ASCII);
    private static final long EPOCH = Instant.parse("2000-01-01T00:00:00Z").getEpochSecond();
    private static final long MICROS = 1_000_000;

    private final DataOutputStream out;
    private long rows;

    private AuditLog(DataOutputStream out, long rows) {
        this.out = out;
        this.rows = rows;
    }

    static void create(Connection connection) throws SQLException {
        Sql.run(
                connection,
                "CREATE TABLE audit_log (id bigint NOT NULL, user_id bigint NOT NULL, occurred_at timestamptz NOT NULL,"
                        + " action text NOT NULL)");
    }

    /** Makes what a table of a host has after a quiet hour: its indexes, statistics, and pages that are known to be clean. */
    static void finish(Connection connection) throws SQLException {
        Sql.run(connection, "ALTER TABLE audit_log ADD PRIMARY KEY (id)");
        Sql.run(connection, "CREATE INDEX audit_log_occurred_at ON audit_log (occurred_at)");
        settle(connection);
    }

    static void dropIndexes(Connection connection) throws SQLException {
        Sql.run(connection, "ALTER TABLE audit_log DROP CONSTRAINT audit_log_pkey");
        Sql.run(connection, "DROP INDEX audit_log_occurred_at");
    }

    static void settle(Connection connection) throws SQLException {
        Sql.run(connection, "VACUUM (ANALYZE) audit_log");
        Sql.run(connection, "CHECKPOINT");
    }

    /** Begins to add rows after so many others. */
    static AuditLog append(Connection connection, long rows) throws SQLException, IOException {
        var copy = new PGCopyOutputStream(
                connection.unwrap(PGConnection.class),
                "COPY audit_log (id, user_id, occurred_at, action) FROM STDIN (FORMAT BINARY)",
                1 << 16);
        var out = new DataOutputStream(new BufferedOutputStream(copy, 1 << 16));
        out.write(SIGNATURE);
        return new AuditLog(out, rows);
    }

    void add(long user, long epochSecond) throws IOException {
        out.writeShort(4);
        number(++rows);
        number(user);
        number((epochSecond - EPOCH) * MICROS);
        out.writeInt(ACTION.length);
        out.write(ACTION);
    }

    private void number(long value) throws IOException {
        out.writeInt(Long.BYTES);
        out.writeLong(value);
    }

    long rows() {
        return rows;
    }

    @Override
    public void close() throws IOException {
        out.writeShort(-1);
        out.close();
    }
}
