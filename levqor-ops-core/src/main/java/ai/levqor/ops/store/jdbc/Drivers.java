package ai.levqor.ops.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/** Which drivers the host has brought. */
final class Drivers {
    private static final boolean POSTGRESQL = isThere("org.postgresql.PGConnection");

    private Drivers() {}

    /** Whether a connection to PostgreSQL can COPY. */
    static boolean copies(Connection connection) throws SQLException {
        return POSTGRESQL && PostgresCopy.speaks(connection);
    }

    private static boolean isThere(String name) {
        try {
            Class.forName(name, false, Drivers.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
