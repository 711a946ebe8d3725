package ai.levqor.ops.store.jdbc;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/**
 * One real PostgreSQL for all tests of a JVM, which ends with it; a database of its own for each test. To open a connection
 * costs the server about as much as forty statements, so those of {@link #database} and {@link #copyOf} are kept.
 */
public final class RealPostgres {
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final KeptConnections KEPT = new KeptConnections();

    private RealPostgres() {}

    /** An empty database. */
    public static DataSource database() {
        var name = "test_" + DATABASES.incrementAndGet();
        Jdbi.create(Server.IT.getPostgresDatabase()).useHandle(handle -> handle.execute("CREATE DATABASE " + name));
        return KEPT.of(as("postgres", name));
    }

    /** A copy of a database that nobody is in. */
    public static DataSource copyOf(DataSource database) {
        var copy = "test_" + DATABASES.incrementAndGet();
        var original = nameOf(database);
        try {
            KEPT.closeIdle();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        Jdbi.create(Server.IT.getPostgresDatabase())
                .useHandle(handle -> handle.execute("CREATE DATABASE " + copy + " TEMPLATE " + original));
        return KEPT.of(as("postgres", copy));
    }

    /** The same database as another role, who logs in without a password; each connection is a new one. */
    public static DataSource as(String role, String database) {
        return Server.IT.getDatabase(role, database);
    }

    /** The address of a database for JDBC. */
    public static String url(String role, String database) {
        return Server.IT.getJdbcUrl(role, database);
    }

    /** The port that it listens at, on loopback. */
    public static int port() {
        return Server.IT.getPort();
    }

    /** The name of a database that came from here. */
    public static String nameOf(DataSource database) {
        return Jdbi.create(database)
                .withHandle(handle -> handle.createQuery("SELECT current_database()")
                        .mapTo(String.class)
                        .one());
    }

    /** Starts when it is first asked for. */
    private static final class Server {
        private static final EmbeddedPostgres IT = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder()
                        .setServerConfig("max_connections", "60")
                        .setServerConfig("shared_buffers", "128MB")
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
