package ai.levqor.ops.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.levqor.ops.spi.ConfigurationException;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.state.Lease;
import ai.levqor.ops.spi.state.LeaseStore;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("leases in a table, when something goes wrong")
@Timeout(120)
class JdbcLeaseStoreFaultsTest {
    private static final Duration LONG = Duration.ofMinutes(30);

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a.b.c", "1a", "a; DROP TABLE b", "a\"b"})
    @DisplayName("a table's name that is none is a mistake")
    void badName(String name) {
        assertThatThrownBy(() -> new JdbcLeaseStore(Databases.H2.fresh(), name))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("the table of leases must be");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("the table is made once, under the name that is given, and found again in any case")
    void table(Databases kind) {
        var database = kind.fresh();
        Jdbi.create(database).useHandle(handle -> handle.execute("CREATE SCHEMA ops_leases"));

        assertThat(new JdbcLeaseStore(database, "ops_leases.Held_1").open()).isEmpty();
        var lease = new JdbcLeaseStore(database, "ops_leases.Held_1").take("leader", "a", LONG);

        assertThat(new JdbcLeaseStore(database, "OPS_LEASES.Held_1").holder("leader"))
                .isEqualTo(lease);
        Jdbi.create(database)
                .useHandle(handle ->
                        handle.execute("DROP SCHEMA ops_leases" + (kind == Databases.MARIADB ? "" : " CASCADE")));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("many instances that make the table at once find one, and one of them gets the lease")
    void tableMadeAtOnce(Databases kind) throws InterruptedException, ExecutionException, TimeoutException {
        var database = kind.fresh();
        var threads = 8;
        var pool = Executors.newFixedThreadPool(threads);
        var start = new CyclicBarrier(threads);
        var taken = 0;

        try {
            var running = new ArrayList<Future<Optional<Lease>>>();
            for (int thread = 0; thread < threads; thread++) {
                var owner = "owner-" + thread;
                running.add(pool.submit(() -> {
                    start.await(60, TimeUnit.SECONDS);
                    return store(database).take("leader", owner, LONG);
                }));
            }
            for (var each : running) {
                taken += each.get(60, TimeUnit.SECONDS).isPresent() ? 1 : 0;
            }
        } finally {
            pool.shutdownNow();
        }

        assertThat(taken).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a database that gives no connection is a fault that keeps its cause, whatever is asked")
    void away(Databases kind) {
        var away = new AtomicBoolean();
        var store = store(Cut.able(kind.fresh(), away));
        var lease = store.take("leader", "a", LONG).orElseThrow();
        away.set(true);

        assertFault(() -> store.take("leader", "a", LONG), "08001");
        assertFault(() -> store.release(lease), "08001");
        assertFault(() -> store.holder("leader"), "08001");
        assertFault(store::open, "08001");
        away.set(false);

        assertThat(store.release(lease)).isTrue();
    }

    @Test
    @DisplayName(
            "a role that may not create the table is told, one that may write it works, and one that lost that faults")
    void rights() {
        var database = RealPostgres.database();
        var name = RealPostgres.nameOf(database);
        var role = "holder_" + name;
        var jdbi = Jdbi.create(database);
        jdbi.useHandle(handle -> handle.execute("CREATE ROLE " + role + " LOGIN"));
        var store = store(RealPostgres.as(role, name));

        assertThat(store.open())
                .contains(
                        "the database's role may not create or write the table of leases \"levqor_leases\" (SQL state 42501)");
        assertThatThrownBy(() -> store.take("leader", "a", LONG))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("42501");

        store(database).open();
        jdbi.useHandle(handle -> handle.execute("GRANT SELECT, INSERT ON levqor_leases TO " + role));
        assertThat(store.open()).isPresent();
        jdbi.useHandle(handle -> handle.execute("GRANT UPDATE ON levqor_leases TO " + role));
        assertThat(store.open()).isEmpty();
        var lease = store.take("leader", "a", LONG).orElseThrow();
        jdbi.useHandle(handle -> handle.execute("REVOKE UPDATE ON levqor_leases FROM " + role));
        assertFault(() -> store.release(lease), "42501");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a table of that name that could let two hold a lease, or holds something else, is told")
    void foreignTable(Databases kind) {
        assertThat(opened(kind, "(name VARCHAR(90), owner VARCHAR(100), token BIGINT, until_us BIGINT)"))
                .matches("the primary key of \"(?i:levqor_leases)\" must be its column name alone");
        assertThat(
                        opened(
                                kind,
                                "(name VARCHAR(90) NOT NULL, owner VARCHAR(100) NOT NULL, token BIGINT, until_us BIGINT, PRIMARY KEY (name, owner))"))
                .matches("the primary key of \"(?i:levqor_leases)\" must be its column name alone");
        assertThat(opened(
                        kind,
                        "(name VARCHAR(90) NOT NULL PRIMARY KEY, owner VARCHAR(100), token INTEGER, until_us BIGINT)"))
                .matches("the column token of \"(?i:levqor_leases)\" must be a BIGINT");
        assertThat(opened(kind, "(name VARCHAR(90) NOT NULL PRIMARY KEY)"))
                .startsWith("the column \"token\" is not in ");
    }

    @Test
    @DisplayName("a database that is read-only, and a schema that is not there are told")
    void notHere() {
        var name = RealPostgres.nameOf(RealPostgres.database());
        var readOnly = RealPostgres.as("postgres", name);
        Jdbi.create(readOnly)
                .useHandle(
                        handle -> handle.execute("ALTER DATABASE " + name + " SET default_transaction_read_only = on"));

        assertThat(store(readOnly).open().orElseThrow()).contains("SQL state 25006");
        assertThat(new JdbcLeaseStore(Databases.H2.fresh(), "nowhere.leases")
                        .open()
                        .orElseThrow())
                .contains("the schema \"nowhere\" is not in the database");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a table that is locked is given up after about two seconds, and works again afterwards")
    void locked(Databases kind) {
        var database = kind.fresh();
        var store = store(database);
        var lease = store.take("leader", "a", LONG).orElseThrow();

        try (var handle = Jdbi.create(database).open()) {
            handle.begin();
            handle.execute("UPDATE levqor_leases SET owner = 'a'");
            assertThatThrownBy(() -> store.release(lease))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageStartingWith("the table of leases cannot be read or written (SQL state ")
                    .hasCauseInstanceOf(SQLException.class);
            handle.rollback();
        }

        assertThat(store.release(lease)).isTrue();
    }

    @Test
    @DisplayName("wherever the wire tears, the same owner that asks again has its lease, and nobody else gets one")
    void tornWire() throws IOException {
        var database = RealPostgres.database();
        var direct = store(database);
        direct.open();
        var lostReplies = 0;

        try (var wire = new BadWire(RealPostgres.port())) {
            var torn = true;
            for (int at = 0; torn; at++) {
                var name = "leader-" + at;
                var store = store(wire.to(RealPostgres.nameOf(database), 5));
                assertThat(store.open()).isEmpty();
                wire.tearAfter(1 + at * 12L);
                var before = tryTake(store, name);
                torn = wire.wentBad();
                wire.mend();
                var given = direct.holder(name);
                lostReplies += before.isEmpty() && given.isPresent() ? 1 : 0;

                var lease = store.take(name, "a", LONG);
                assertThat(lease).isPresent();
                given.ifPresent(first -> assertThat(lease).contains(first));
                before.ifPresent(first -> assertThat(lease).contains(first));
                assertThat(direct.take(name, "b", LONG)).isEmpty();
                assertThat(at).isLessThan(500);
            }
        }

        assertThat(lostReplies)
                .as("replies that were lost after the lease was given")
                .isPositive();
    }

    @Test
    @DisplayName(
            "a server that falls silent is given up after about three seconds, though the driver would wait for ever")
    void silentWire() throws IOException, SQLException {
        var database = RealPostgres.database();
        try (var wire = new BadWire(RealPostgres.port());
                var connection = wire.to(RealPostgres.nameOf(database), 0).getConnection()) {
            var store = store(OneConnection.of(connection));
            assertThat(store.take("leader", "a", LONG)).isPresent();

            wire.silenceAfter(1);

            assertFault(() -> store.take("leader", "a", LONG), "08006");
        }
        assertThat(store(database).take("leader", "b", LONG)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a pool's connections that commit nothing by themselves and are serializable keep what was taken")
    void poolsOwnManners(Databases kind) throws SQLException {
        var database = kind.fresh();
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            var silence = connection.getNetworkTimeout();
            var store = store(OneConnection.of(connection));

            var lease = store.take("leader", "a", LONG).orElseThrow();
            assertThat(store(database).take("leader", "b", LONG)).isEmpty();
            assertThat(store.release(lease)).isTrue();

            assertThat(store(database).take("leader", "b", LONG)).isPresent();
            assertThat(connection.getAutoCommit()).isFalse();
            assertThat(connection.getNetworkTimeout()).isEqualTo(silence);
            assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
            try (var statement = connection.createStatement()) {
                assertThat(statement.getQueryTimeout()).isZero();
            }
            connection.rollback();
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("whoever is faster by one statement has the lease: another taker, a renewal, a release")
    void fasterByOneStatement(Databases kind) {
        var database = kind.fresh();
        var direct = store(database);
        direct.open();
        var faster = new ArrayDeque<Runnable>(List.of(
                () -> assertThat(direct.take("leader", "c", LONG)).isPresent(),
                () -> assertThat(direct.take("leader", "c", LeaseStore.LONGEST)).isPresent(),
                () -> assertThat(direct.take("other", "c", LONG)).isPresent()));
        var steps = new Steps(database, connection -> faster.remove().run());
        var store = store(steps.database());
        store.open();

        steps.dieAt(2);
        assertThat(store.take("leader", "b", LONG)).isEmpty();
        assertThat(steps.reached()).isTrue();

        var lease = direct.holder("leader").orElseThrow();
        steps.dieAt(2);
        assertThat(store.release(lease)).isTrue();
        assertThat(direct.holder("leader")).isEmpty();

        var old = direct.take("other", "a", LONG).orElseThrow();
        assertThat(direct.release(old)).isTrue();
        steps.dieAt(2);
        assertThat(store.take("other", "b", LONG)).isEmpty();
        assertThat(faster).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("tokens grow even where rows were lost, or are from before, and where the clock has gone back")
    void rowsLost(Databases kind) {
        var database = kind.fresh();
        var store = store(database);
        var lease = store.take("leader", "a", LONG).orElseThrow();
        Jdbi.create(database).useHandle(handle -> handle.execute("DELETE FROM levqor_leases"));

        var next = store.take("leader", "b", LONG).orElseThrow();
        assertThat(next.token()).isGreaterThan(lease.token());

        Jdbi.create(database)
                .useHandle(handle ->
                        handle.execute("UPDATE levqor_leases SET until_us = 0, token = ?", lease.token() - 1));
        assertThat(store.take("leader", "c", LONG).orElseThrow().token()).isGreaterThan(next.token());

        Jdbi.create(database)
                .useHandle(handle ->
                        handle.execute("UPDATE levqor_leases SET until_us = 0, token = ?", Long.MAX_VALUE - 1));
        assertThat(store.take("leader", "d", LONG).orElseThrow().token()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    @DisplayName("the clock is the same whatever zone a session is in")
    void zones() {
        for (var kind : List.of(Databases.POSTGRESQL, Databases.MARIADB)) {
            var database = kind.fresh();
            var times = new ArrayList<Long>();
            for (var zone : List.of("+00:00", "+11:00", "-09:30")) {
                try (var handle = Jdbi.create(database).open()) {
                    handle.execute((kind == Databases.MARIADB ? "SET time_zone = '" : "SET TIME ZONE INTERVAL '") + zone
                            + "'" + (kind == Databases.MARIADB ? "" : " HOUR TO MINUTE"));
                    var dialect = kind == Databases.MARIADB ? Dialect.MYSQL : Dialect.POSTGRESQL;
                    times.add(handle.createQuery("SELECT " + new LeaseTable(dialect, "none").now())
                            .mapTo(Long.class)
                            .one());
                }
            }

            assertThat(times).isSorted();
            assertThat(times.get(2) - times.get(0))
                    .isLessThan(Duration.ofMinutes(5).toNanos() / 1_000);
        }
    }

    private static String opened(Databases kind, String columns) {
        var database = kind.fresh();
        Jdbi.create(database).useHandle(handle -> handle.execute("CREATE TABLE levqor_leases " + columns));
        return store(database).open().orElseThrow();
    }

    private static Optional<Lease> tryTake(JdbcLeaseStore store, String name) {
        try {
            return store.take(name, "a", LONG);
        } catch (UnavailableException e) {
            assertThat(e).hasMessageContaining("SQL state");
            return Optional.empty();
        }
    }

    private static void assertFault(ThrowingCallable call, String state) {
        assertThatThrownBy(call)
                .isInstanceOf(UnavailableException.class)
                .hasMessage("the table of leases cannot be read or written (SQL state " + state + ")")
                .cause()
                .isInstanceOfSatisfying(
                        SQLException.class,
                        cause -> assertThat(cause.getSQLState()).isEqualTo(state));
    }

    private static JdbcLeaseStore store(DataSource database) {
        return new JdbcLeaseStore(database, JdbcLeaseStore.TABLE);
    }
}
