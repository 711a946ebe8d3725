package ai.levqor.ops.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.levqor.ops.engine.verify.Check;
import ai.levqor.ops.engine.verify.ClockCheck;
import ai.levqor.ops.engine.verify.DatabaseCheck;
import ai.levqor.ops.engine.verify.Finding;
import ai.levqor.ops.spi.SelfCheck;
import ai.levqor.ops.spi.UnavailableException;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DatabaseProbeTest {
    private static final LedgerSettings LEDGER = new LedgerSettings(
            Optional.empty(),
            "analytics_aggregates",
            "levqor_user_activity",
            400,
            2,
            false,
            false,
            Duration.ofSeconds(5));

    private final DataSource database = Databases.H2.fresh();
    private final Jdbi jdbi = Jdbi.create(database);

    @ParameterizedTest
    @EnumSource(Databases.class)
    @DisplayName("a database on this machine tells this machine's time: ")
    void now(Databases kind) throws Exception {
        var probe = new DatabaseProbe(kind.fresh());

        var finding = look(ClockCheck.of(Clock.systemUTC(), Map.of("database", probe::now), Duration.ofSeconds(30)));

        assertThat(finding.status()).isEqualTo(Finding.Status.PASSED);
    }

    @Test
    @DisplayName("a database that is away fails, and neither its address nor a password is told")
    void away() throws Exception {
        var finding = look(DatabaseCheck.of(Map.of("connection", new DatabaseProbe(new Away()))));

        assertThat(finding.status()).isEqualTo(Finding.Status.FAILED);
        assertThat(finding.detail())
                .isEqualTo("connection: the database cannot be asked for its time (SQL state 08001)");
    }

    @Test
    @DisplayName("the log, the costs and the ledger are as they must be, and nothing of them changes")
    void well() throws Exception {
        jdbi.useHandle(handle -> {
            handle.execute("CREATE TABLE logins (user_id BIGINT, at TIMESTAMP WITH TIME ZONE)");
            handle.execute("CREATE TABLE costs (on_day DATE, amount DECIMAL(12, 2))");
        });
        var ledger = ledger();
        assertThat(ledger.open()).isEmpty();
        jdbi.useHandle(handle -> handle.execute("DELETE FROM levqor_retention_mark"));

        var finding = look(DatabaseCheck.of(parts(ledger)));

        assertThat(finding).isEqualTo(Finding.passed("as it must be: connection, activity log, ledger"));
        assertThat(count("levqor_retention_mark")).isZero();
    }

    @Test
    @DisplayName("a table or a column that is gone since the first night fails, and is not made anew")
    void tableGone() throws Exception {
        jdbi.useHandle(handle -> handle.execute("CREATE TABLE logins (user_id BIGINT, at TIMESTAMP WITH TIME ZONE)"));
        var ledger = ledger();
        ledger.selfCheck();
        assertThat(ledger.open()).isEmpty();
        jdbi.useHandle(handle -> handle.execute("DROP TABLE levqor_activity_gaps"));

        var finding = look(DatabaseCheck.of(parts(ledger)));

        assertThat(finding.status()).isEqualTo(Finding.Status.FAILED);
        assertThat(finding.detail()).startsWith("ledger: ");
        assertThatThrownBy(() -> count("levqor_activity_gaps")).isNotNull();
        jdbi.useHandle(handle -> handle.execute("DROP TABLE logins"));
        assertThat(look(DatabaseCheck.of(parts(ledger))).detail()).startsWith("activity log: ");
    }

    @Test
    @DisplayName("a ledger that no night has opened is left alone")
    void notOpened() {
        ledger().selfCheck();

        assertThatThrownBy(() -> count("levqor_retention_mark")).isNotNull();
    }

    @Test
    @DisplayName("without a database there is nothing to look at")
    void none() throws Exception {
        assertThat(look(DatabaseCheck.of(Map.of())).status()).isEqualTo(Finding.Status.SKIPPED);
    }

    @Test
    @DisplayName("a fault that is none of a database says its kind alone")
    void bug() throws Exception {
        SelfCheck bug = () -> {
            throw new IllegalStateException("hunter2");
        };
        SelfCheck fault = () -> {
            throw new UnavailableException("away");
        };

        assertThat(look(DatabaseCheck.of(Map.of("it", bug))))
                .isEqualTo(Finding.failed("it: threw IllegalStateException"));
        assertThat(look(DatabaseCheck.of(Map.of("it", fault)))).isEqualTo(Finding.failed("it: away"));
    }

    private RetentionLedger ledger() {
        return new RetentionLedger(log(), LEDGER);
    }

    private JdbcActivityLog log() {
        return new JdbcActivityLog(database, ActivityTable.of("logins", "user_id", "at"));
    }

    private Map<String, SelfCheck> parts(RetentionLedger ledger) {
        var parts = new LinkedHashMap<String, SelfCheck>();
        parts.put("connection", new DatabaseProbe(database));
        parts.put("activity log", log()::check);
        parts.put("ledger", ledger);
        return parts;
    }

    private int count(String table) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT COUNT(*) FROM " + table)
                .mapTo(Integer.class)
                .one());
    }

    private static Finding look(Check check) throws Exception {
        return check.look().call();
    }

    /** A database that nobody reaches. */
    private static final class Away implements DataSource {
        @Override
        public Connection getConnection() throws SQLException {
            throw new SQLException("no route to db.example:5432 for ops with hunter2", "08001");
        }

        @Override
        public Connection getConnection(String user, String password) throws SQLException {
            return getConnection();
        }

        @Override
        public @Nullable PrintWriter getLogWriter() {
            return null;
        }

        @Override
        public void setLogWriter(@Nullable PrintWriter out) {}

        @Override
        public void setLoginTimeout(int seconds) {}

        @Override
        public int getLoginTimeout() {
            return 0;
        }

        @Override
        public Logger getParentLogger() {
            return Logger.getGlobal();
        }

        @Override
        public <T> T unwrap(Class<T> type) throws SQLException {
            throw new SQLException("wraps nothing");
        }

        @Override
        public boolean isWrapperFor(Class<?> type) {
            return false;
        }
    }
}
