package ai.levqor.ops.store.jdbc;

import ai.levqor.ops.spi.UnavailableException;
import java.sql.SQLException;
import java.util.Set;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * Makes faults of what a database throws. Its words may quote a row, and so a user; they are kept as the cause only where
 * they tell of connections, rights, names and locks.
 */
final class Faults {
    /** Connection, authorisation, names and rights, limits, locks, shutdown; read-only. */
    private static final Set<String> WITHOUT_ROWS = Set.of("08", "28", "42", "53", "55", "57", "25");

    private Faults() {}

    /** A fault, from an exception of Jdbi or of the driver. */
    static UnavailableException of(String what, Exception thrown) {
        var root = sql(thrown);
        if (root == null) {
            return new UnavailableException(
                    what + " (" + thrown.getClass().getSimpleName() + ")",
                    thrown instanceof JdbiException ? null : thrown);
        }
        var state = state(root);
        return new UnavailableException(
                what + " (SQL state " + (state.isEmpty() ? "unknown" : state) + ")", holdsNoRow(state) ? root : null);
    }

    /** The SQL state, or nothing. */
    static String state(Exception thrown) {
        var root = sql(thrown);
        var state = root == null ? null : root.getSQLState();
        return state == null ? "" : state;
    }

    /** The database's own number for it, or 0. */
    static int code(Exception thrown) {
        var root = sql(thrown);
        return root == null ? 0 : root.getErrorCode();
    }

    private static boolean holdsNoRow(String state) {
        return state.length() == 5 && WITHOUT_ROWS.contains(state.substring(0, 2));
    }

    private static @Nullable SQLException sql(@Nullable Throwable thrown) {
        for (var cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return sql;
            }
        }
        return null;
    }
}
