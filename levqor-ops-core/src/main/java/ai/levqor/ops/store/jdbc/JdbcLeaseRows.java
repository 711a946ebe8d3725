package ai.levqor.ops.store.jdbc;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/** The rows in a table, over one connection, each of whose statements commits by itself. */
final class JdbcLeaseRows {
    static final String COLUMNS = "name, owner, token, until_us";

    private static final int MYSQL_DUPLICATE = 1062;

    private final Handle handle;
    private final LeaseTable table;

    JdbcLeaseRows(Handle handle, LeaseTable table) {
        this.handle = handle;
        this.table = table;
    }

    /**
     * A lease at a moment. Owners are compared here, never by the database, whatever a collation takes for the same.
     *
     * @param now that moment: microseconds since 1970 by the database's clock
     * @param owner who holds it, or held it last; null if nobody ever has
     * @param token the greatest that was given; 0 if none was
     * @param until when it is over, by the same clock; 0 after it was given back
     */
    record Row(long now, @Nullable String owner, long token, long until) {

        /** Both times are cut to microseconds, so the one in which it ends is still its holder's. */
        boolean isHeld() {
            return now <= until;
        }

        boolean isHeldBy(String name) {
            return isHeld() && name.equals(owner);
        }
    }

    /** What is known of a lease, and the time, whether there is anything known of it or not. */
    Row find(String name) {
        var sql = "SELECT " + table.now() + ", held.owner, held.token, held.until_us FROM (SELECT 1 AS one) here"
                + " LEFT JOIN " + table.name() + " held ON held.name = ?";
        return handle.createQuery(sql)
                .bind(0, name)
                .map((row, context) -> new Row(row.getLong(1), row.getString(2), row.getLong(3), row.getLong(4)))
                .one();
    }

    /** {@code false} if somebody else has. */
    boolean insert(String name, String owner, long token, long until) {
        var sql = "INSERT INTO " + table.name() + " (" + COLUMNS + ") VALUES (?, ?, ?, ?)"
                + (table.dialect() == Dialect.POSTGRESQL ? " ON CONFLICT DO NOTHING" : "");
        return wrote(sql, name, owner, token, until);
    }

    /** {@code false} if it is not as it was found: its token grows with each holder, its end with each renewal. */
    boolean replace(String name, Row found, String owner, long token, long until) {
        var sql = "UPDATE " + table.name()
                + " SET owner = ?, token = ?, until_us = ? WHERE name = ? AND token = ? AND until_us = ?";
        return wrote(sql, owner, token, until, name, found.token, found.until);
    }

    /** Whether a statement changed a row; {@code false} too if somebody else who was at the same row was let go first. */
    private boolean wrote(String sql, Object... values) {
        try {
            return handle.execute(sql, values) > 0;
        } catch (JdbiException e) {
            if (isThere(e) || Faults.state(e).startsWith("40")) {
                return false;
            }
            throw e;
        }
    }

    /** Told by a key that is there twice, in the words of each database. */
    private boolean isThere(JdbiException e) {
        return table.dialect() == Dialect.MYSQL
                ? Faults.code(e) == MYSQL_DUPLICATE
                : Faults.state(e).equals("23505");
    }
}
