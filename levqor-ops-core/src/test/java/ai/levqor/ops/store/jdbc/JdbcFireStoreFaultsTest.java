package ai.levqor.ops.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.levqor.ops.spi.ConfigurationException;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.state.Fire;
import ai.levqor.ops.spi.state.FireStore;
import ai.levqor.ops.spi.state.FireStore.Claim;
import ai.levqor.ops.spi.state.FireStore.Request;
import ai.levqor.ops.spi.state.FireStore.State;
import ai.levqor.ops.spi.state.FireStore.Taking.Held;
import ai.levqor.ops.spi.state.FireStore.Taking.Over;
import ai.levqor.ops.spi.state.FireStore.Taking.Taken;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class JdbcFireStoreFaultsTest {
    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a.b.c", "1a", "a; DROP TABLE b", "a\"b"})
    @DisplayName("a table's name that is none is a mistake")
    void badName(String name) {
        assertThatThrownBy(() -> store(Databases.H2.fresh(), name))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("the table of fires must be");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("the table is made once, under the name that is given, and found again in any case")
    void table(Databases kind) {
        var database = kind.fresh();
        Jdbi.create(database).useHandle(handle -> handle.execute("CREATE SCHEMA ops_fires"));

        assertThat(store(database, "ops_fires.Runs_1").open()).isEmpty();
        store(database, "ops_fires.Runs_1").take(request(0, "a"));

        assertThat(store(database, "OPS_FIRES.Runs_1").take(request(0, "b"))).isEqualTo(new Held("a"));
        Jdbi.create(database)
                .useHandle(handle ->
                        handle.execute("DROP SCHEMA ops_fires" + (kind == Databases.MARIADB ? "" : " CASCADE")));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("many instances that make the table at once find one, and one of them gets the fire")
    void tableMadeAtOnce(Databases kind) throws InterruptedException, ExecutionException, TimeoutException {
        var database = kind.fresh();
        var threads = 8;
        var pool = Executors.newFixedThreadPool(threads);
        var start = new CyclicBarrier(threads);
        var taken = 0;

        try {
            var running = new ArrayList<Future<FireStore.Taking>>();
            for (int thread = 0; thread < threads; thread++) {
                var owner = "owner-" + thread;
                running.add(pool.submit(() -> {
                    start.await(60, TimeUnit.SECONDS);
                    return store(database).take(request(0, owner));
                }));
            }
            for (var each : running) {
                taken += each.get(60, TimeUnit.SECONDS) instanceof Taken ? 1 : 0;
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
        var claim = taken(store, 0, "a");
        away.set(true);

        assertFault(() -> store.take(request(1, "a")), "08001");
        assertFault(() -> store.beat(claim), "08001");
        assertFault(() -> store.settle(claim, State.DONE, ""), "08001");
        assertFault(() -> store.newest("job", 1), "08001");
        assertFault(store::open, "08001");
        away.set(false);

        assertThat(store.settle(claim, State.DONE, "")).isTrue();
    }

    @Test
    @DisplayName(
            "a role that may not create the table is told, one that may write it works, and one that lost that faults")
    void rights() {
        var database = RealPostgres.database();
        var name = RealPostgres.nameOf(database);
        var role = "runner_" + name;
        var jdbi = Jdbi.create(database);
        jdbi.useHandle(handle -> handle.execute("CREATE ROLE " + role + " LOGIN"));
        var store = store(RealPostgres.as(role, name));

        assertThat(store.open())
                .contains(
                        "the database's role may not create or write the table of fires \"levqor_fires\" (SQL state 42501)");
        assertThatThrownBy(() -> store.take(request(0, "a")))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("42501");

        store(database).open();
        assertThat(store.open()).isPresent();
        jdbi.useHandle(handle -> handle.execute("GRANT SELECT, INSERT, UPDATE ON levqor_fires TO " + role));
        assertThat(store.open()).isPresent();
        jdbi.useHandle(handle -> handle.execute("GRANT DELETE ON levqor_fires TO " + role));
        assertThat(store.open()).isEmpty();
        var claim = taken(store, 0, "a");
        jdbi.useHandle(handle -> handle.execute("REVOKE UPDATE ON levqor_fires FROM " + role));
        assertFault(() -> store.beat(claim), "42501");
    }

    @Test
    @DisplayName("a database that is read-only, another table of that name, and a schema that is not there are told")
    void notHere() {
        var name = RealPostgres.nameOf(RealPostgres.database());
        var readOnly = RealPostgres.as("postgres", name);
        var foreign = Databases.MARIADB.fresh();
        Jdbi.create(readOnly)
                .useHandle(
                        handle -> handle.execute("ALTER DATABASE " + name + " SET default_transaction_read_only = on"));
        Jdbi.create(foreign).useHandle(handle -> handle.execute("CREATE TABLE levqor_fires (name VARCHAR(20))"));

        assertThat(store(readOnly).open().orElseThrow()).contains("SQL state 25006");
        assertThat(store(foreign).open().orElseThrow()).contains("SQL state 42S22");
        assertThat(store(Databases.H2.fresh(), "nowhere.fires").open().orElseThrow())
                .contains("the schema \"nowhere\" is not in the database");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a table that is locked is given up after about two seconds, and works again afterwards")
    void locked(Databases kind) {
        var database = kind.fresh();
        var store = store(database);
        var claim = taken(store, 0, "a");

        try (var handle = Jdbi.create(database).open()) {
            handle.begin();
            handle.execute("UPDATE levqor_fires SET note = 'held' WHERE state = 'RUNNING'");
            assertThatThrownBy(() -> store.beat(claim))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageStartingWith("the table of fires cannot be read or written (SQL state ")
                    .hasCauseInstanceOf(SQLException.class);
            handle.rollback();
        }

        assertThat(store.beat(claim)).isTrue();
    }

    @Test
    @DisplayName("wherever the wire tears, the same owner that asks again has its claim, and nobody else gets one")
    void tornWire() throws IOException {
        var database = RealPostgres.database();
        var direct = store(database);
        direct.open();
        var lostReplies = 0;

        try (var wire = new BadWire(RealPostgres.port())) {
            var torn = true;
            for (int at = 0; torn; at++) {
                var store = store(wire.to(RealPostgres.nameOf(database), 5));
                assertThat(store.open()).isEmpty();
                wire.tearAfter(1 + at * 12L);
                var before = tryTake(store, request(at, "a"));
                torn = wire.wentBad();
                wire.mend();
                var newest = direct.newest("job", 1);
                if (before.isEmpty()
                        && !newest.isEmpty()
                        && newest.get(0).fire().equals(fire(at))) {
                    lostReplies++;
                }

                var claim = taken(store, at, "a");
                assertThat(claim.token()).isEqualTo(1);
                before.ifPresent(first -> assertThat(first).isEqualTo(new Taken(claim)));
                assertThat(direct.take(request(at, "b"))).isEqualTo(new Held("a"));
                assertThat(at).isLessThan(500);
            }
        }

        assertThat(lostReplies)
                .as("replies that were lost after the fire was taken")
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
            taken(store, 0, "a");

            wire.silenceAfter(1);

            assertFault(() -> store.take(request(1, "a")), "08006");
        }
        assertThat(store(database).take(request(0, "b"))).isEqualTo(new Held("a"));
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

            var claim = taken(store, 0, "a");
            assertThat(store(database).take(request(0, "b"))).isEqualTo(new Held("a"));
            assertThat(store.settle(claim, State.DONE, "")).isTrue();

            assertThat(store(database).take(request(0, "b"))).isEqualTo(new Over(State.DONE));
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
    @DisplayName("of old fires that run a hundred stay")
    void oldOnesThatRun(Databases kind) {
        var database = kind.fresh();
        var store = new JdbcFireStore(database, JdbcFireStore.TABLE, Clock.systemUTC(), () -> 0, 60);
        for (int at = 0; at < 110; at++) {
            taken(store, at, "a");
        }
        for (int at = 110; at < 175; at++) {
            assertThat(store.settle(taken(store, at, "a"), State.DONE, "")).isTrue();
        }

        var kept = store.newest("job", 1_000);
        assertThat(kept).hasSize(160);
        assertThat(kept.get(159).fire()).isEqualTo(fire(10));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a holder that beats just before it would be taken over keeps its fire, and so does who was faster")
    void fasterByOneStatement(Databases kind) {
        var database = kind.fresh();
        var direct = store(database);
        var claim = taken(direct, 0, "a");
        var faster = new ArrayDeque<Runnable>(List.of(
                () -> direct.beat(claim),
                () -> direct.settle(claim, State.DONE, ""),
                () -> direct.take(request(1, "c"))));
        var steps = new Steps(database, connection -> faster.remove().run());
        var time = new AtomicLong();
        var store = new JdbcFireStore(steps.database(), JdbcFireStore.TABLE, Clock.systemUTC(), time::get);
        store.take(request(0, "b"));
        time.addAndGet(Duration.ofHours(1).toNanos());

        steps.dieAt(2);
        assertThat(store.take(request(0, "b"))).isEqualTo(new Held("a"));
        assertThat(steps.reached()).isTrue();

        time.addAndGet(Duration.ofHours(1).toNanos());
        steps.dieAt(2);
        assertThat(store.take(request(0, "b"))).isEqualTo(new Over(State.DONE));

        steps.dieAt(2);
        assertThat(store.take(request(1, "b"))).isEqualTo(new Held("c"));
        assertThat(faster).isEmpty();
    }

    private static Optional<FireStore.Taking> tryTake(FireStore store, Request request) {
        try {
            return Optional.of(store.take(request));
        } catch (UnavailableException e) {
            assertThat(e).hasMessageContaining("SQL state");
            return Optional.empty();
        }
    }

    private static void assertFault(ThrowingCallable call, String state) {
        assertThatThrownBy(call)
                .isInstanceOf(UnavailableException.class)
                .hasMessage("the table of fires cannot be read or written (SQL state " + state + ")")
                .cause()
                .isInstanceOfSatisfying(
                        SQLException.class,
                        cause -> assertThat(cause.getSQLState()).isEqualTo(state));
    }

    private static JdbcFireStore store(DataSource database) {
        return store(database, JdbcFireStore.TABLE);
    }

    private static JdbcFireStore store(DataSource database, String table) {
        return new JdbcFireStore(database, table, Clock.systemUTC(), System::nanoTime);
    }

    private static Claim taken(FireStore store, int minute, String owner) {
        return ((Taken) store.take(request(minute, owner))).claim();
    }

    private static Request request(int minute, String owner) {
        return new Request(fire(minute), owner, Duration.ofHours(1), true);
    }

    private static Fire fire(int minute) {
        return new Fire("job", NOON.plus(Duration.ofMinutes(minute)));
    }
}
