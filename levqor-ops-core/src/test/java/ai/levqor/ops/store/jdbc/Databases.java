package ai.levqor.ops.store.jdbc;

import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/** The databases that tests run on. */
public enum Databases {
    POSTGRESQL,
    H2;

    /** An empty one. */
    public DataSource fresh() {
        return this == POSTGRESQL ? RealPostgres.database() : h2("mem:" + UUID.randomUUID());
    }

    /** An H2 at a place, which lives as long as the JVM. */
    public static DataSource h2(String place) {
        var h2 = new JdbcDataSource();
        h2.setURL("jdbc:h2:" + place + ";DB_CLOSE_DELAY=-1");
        return h2;
    }

    /** The type of a point in time. */
    public String instant() {
        return "TIMESTAMP WITH TIME ZONE";
    }
}
