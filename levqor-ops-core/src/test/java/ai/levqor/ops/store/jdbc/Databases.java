package ai.levqor.ops.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.jdbi.v3.core.Jdbi;
import org.postgresql.PGConnection;

/** The databases that tests run on. */
public enum Databases {
    POSTGRESQL,
    MARIADB,
    H2;

    /** An empty one. */
    public DataSource fresh() {
        return switch (this) {
            case POSTGRESQL -> RealPostgres.database();
            case MARIADB -> RealMariaDb.database();
            case H2 -> h2("mem:" + UUID.randomUUID());
        };
    }

    /** An H2 at a place, which lives as long as the JVM. */
    public static DataSource h2(String place) {
        var h2 = new JdbcDataSource();
        h2.setURL("jdbc:h2:" + place + ";DB_CLOSE_DELAY=-1");
        return h2;
    }

    /** The type of a point in time. */
    public String instant() {
        return this == MARIADB ? "TIMESTAMP(6) NULL" : "TIMESTAMP WITH TIME ZONE";
    }

    /** The type of a key that counts up by itself. */
    public String identity() {
        return this == MARIADB
                ? "BIGINT AUTO_INCREMENT PRIMARY KEY"
                : "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY";
    }

    /** Ends a connection as a broken wire does; afterwards the database has taken back what was not committed. */
    public void cut(Connection connection) throws SQLException {
        switch (this) {
            case POSTGRESQL -> {
                var backend = connection.unwrap(PGConnection.class).getBackendPID();
                var ended = Jdbi.create(RealPostgres.as("postgres", "postgres"))
                        .withHandle(handle -> handle.createQuery("SELECT pg_terminate_backend(?, 60000)")
                                .bind(0, backend)
                                .mapTo(Boolean.class)
                                .one());
                if (!ended) {
                    throw new SQLException("the backend " + backend + " did not end");
                }
            }
            case MARIADB -> {
                var id = connection.unwrap(org.mariadb.jdbc.Connection.class).getThreadId();
                Jdbi.create(RealMariaDb.admin()).useHandle(handle -> {
                    handle.execute("KILL CONNECTION " + id);
                    var left = "SELECT COUNT(*) FROM information_schema.processlist WHERE id = " + id;
                    while (handle.createQuery(left).mapTo(Integer.class).one() > 0) {
                        Thread.onSpinWait();
                    }
                });
            }
            case H2 -> connection.close();
        }
    }
}
