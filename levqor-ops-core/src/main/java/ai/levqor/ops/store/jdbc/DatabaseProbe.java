package ai.levqor.ops.store.jdbc;

import static java.util.Objects.requireNonNull;

import ai.levqor.ops.spi.SelfCheck;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * Whether a database answers, and what time it is there.
 *
 * <p><b>Threading:</b> safe for many threads, each of which takes a connection of its own. Nothing is opened or asked before
 * the first call.
 */
public final class DatabaseProbe implements SelfCheck {
    private static final BigDecimal MILLIS = BigDecimal.valueOf(1000);

    private final Jdbi jdbi;

    /** Of this database. */
    public DatabaseProbe(DataSource database) {
        this.jdbi = Jdbi.create(requireNonNull(database, "database"));
    }

    /** It answers. */
    @Override
    public void selfCheck() {
        now();
    }

    /**
     * The time there, to the millisecond.
     *
     * @throws ai.levqor.ops.spi.UnavailableException if the database does not answer
     */
    public Instant now() {
        try (var handle = jdbi.open()) {
            var seconds =
                    handle.createQuery(sql(handle)).mapTo(BigDecimal.class).one();
            return Instant.ofEpochMilli(seconds.multiply(MILLIS).longValue());
        } catch (JdbiException e) {
            throw Faults.of("the database cannot be asked for its time", e);
        }
    }

    private static String sql(Handle handle) {
        return switch (dialect(handle)) {
            case POSTGRESQL -> "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) AS NUMERIC)";
            case MYSQL -> "SELECT UNIX_TIMESTAMP(NOW(3))";
            case H2, GENERIC -> "SELECT EXTRACT(EPOCH FROM CURRENT_TIMESTAMP)";
        };
    }

    private static Dialect dialect(Handle handle) {
        try {
            return Dialect.of(handle.getConnection().getMetaData().getDatabaseProductName());
        } catch (SQLException e) {
            throw Faults.of("the database does not say its name", e);
        }
    }
}
