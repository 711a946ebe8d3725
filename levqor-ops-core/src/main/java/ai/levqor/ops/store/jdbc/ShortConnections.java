package ai.levqor.ops.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionFactory;

/**
 * Connections of a host on which every statement commits by itself, and none waits for long on a server that has fallen
 * silent. Each is given back as it came.
 */
final class ShortConnections implements ConnectionFactory {
    /** A second more than a statement has, so that a server that lives says it first. */
    private static final Duration SILENCE = Duration.ofSeconds(3);

    private static final int UNKNOWN = -1;

    private final DataSource database;
    private final Map<Connection, Before> lent = Collections.synchronizedMap(new IdentityHashMap<>());

    ShortConnections(DataSource database) {
        this.database = database;
    }

    /**
     * How a connection came.
     *
     * @param silenceMillis {@link #UNKNOWN} where the driver knows no such thing
     */
    private record Before(boolean commits, int silenceMillis) {}

    @Override
    public Connection openConnection() throws SQLException {
        var connection = database.getConnection();
        try {
            var before = new Before(connection.getAutoCommit(), silence(connection));
            lent.put(connection, before);
            if (before.silenceMillis != UNKNOWN) {
                setSilence(connection, Math.toIntExact(SILENCE.toMillis()));
            }
            setCommits(connection, true);
            return connection;
        } catch (SQLException e) {
            closeAfter(e, connection);
            throw e;
        }
    }

    @Override
    public void closeConnection(Connection connection) throws SQLException {
        var before = lent.remove(connection);
        try (connection) {
            if (before != null && !connection.isClosed()) {
                setCommits(connection, before.commits);
                setSilence(connection, before.silenceMillis);
            }
        }
    }

    private void closeAfter(SQLException failure, Connection connection) {
        try {
            closeConnection(connection);
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    private static void setCommits(Connection connection, boolean commits) throws SQLException {
        if (connection.getAutoCommit() != commits) {
            connection.setAutoCommit(commits);
        }
    }

    private static int silence(Connection connection) throws SQLException {
        try {
            return connection.getNetworkTimeout();
        } catch (SQLFeatureNotSupportedException e) {
            return UNKNOWN;
        }
    }

    private static void setSilence(Connection connection, int millis) throws SQLException {
        if (millis != UNKNOWN) {
            connection.setNetworkTimeout(Runnable::run, millis);
        }
    }
}
