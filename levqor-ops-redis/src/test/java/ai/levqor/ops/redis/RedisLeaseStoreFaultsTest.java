package ai.levqor.ops.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.levqor.ops.redis.FaultyWire.Fault;
import ai.levqor.ops.spi.ConfigurationException;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.state.Lease;
import ai.levqor.ops.spi.state.LeaseStoreProvider;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("leases in Redis, when something goes wrong")
class RedisLeaseStoreFaultsTest {
    /** A machine that is busy is no fault. */
    private static final Map<String, String> PATIENT = Map.of("OPS_REDIS_TIMEOUT", "10s");

    private static final Duration LONG = Duration.ofMinutes(30);
    private static final String KEY = "{levqor}:lease:leader";

    private static RedisServer server;

    private FaultyWire wire;
    private RedisLeaseStore store;
    private Redis direct;
    private RedisLeaseStore others;

    @BeforeAll
    static void startServer() {
        server = RedisServer.start();
    }

    @AfterAll
    static void endServer() {
        server.close();
    }

    @BeforeEach
    void connect() {
        wire = new FaultyWire(server.port());
        store = new RedisLeaseStore(RedisTest.client(wire.url(), Map.of("OPS_REDIS_TIMEOUT", "700ms")));
        direct = RedisTest.client(server.url(), PATIENT);
        others = new RedisLeaseStore(direct);
        direct.ask("k", "FLUSHALL");
        warm();
    }

    /** The scripts are known to the server then, and each call is one command. */
    private void warm() {
        others.take("warm", "a", LONG).ifPresent(others::release);
        others.holder("warm");
    }

    @AfterEach
    void disconnect() throws IOException {
        store.close();
        wire.close();
        others.close();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("an owner that asks again after a fault has the lease it was given, and nobody else has one")
    void takeFails(Fault fault) {
        wire.breakAfter(0, fault);
        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> store.take("leader", "a", LONG))
                .withCauseInstanceOf(RedisFault.class);
        assertThat(wire.broken()).isTrue();
        var given = direct.ask(KEY, "HGET", KEY, "token");
        wire.letGo();

        var lease = store.take("leader", "a", LONG).orElseThrow();

        Reply.maybeText(given).ifPresent(token -> assertThat(lease.token()).isEqualTo(Long.parseLong(token)));
        assertThat(others.take("leader", "b", LONG)).isEmpty();
        assertThat(store.holder("leader")).contains(lease);
        assertThat(store.release(lease)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a renewal that fails keeps the token, and may be asked for again")
    void renewalFails(Fault fault) {
        var lease = store.take("leader", "a", LONG);
        wire.breakAfter(0, fault);
        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> store.take("leader", "a", LONG));
        wire.letGo();

        assertThat(store.take("leader", "a", LONG)).isEqualTo(lease);
        assertThat(others.take("leader", "b", LONG)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "after a fault at giving back, and asking again, nobody holds the lease, and the next token is greater")
    void releaseFails(Fault fault) {
        var lease = store.take("leader", "a", LONG).orElseThrow();
        wire.breakAfter(0, fault);
        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> store.release(lease));
        var held = others.holder("leader").isPresent();
        wire.letGo();

        var released = store.release(lease);

        if (fault != Fault.COMMAND_HELD) {
            assertThat(released).isEqualTo(held);
        }
        assertThat(others.holder("leader")).isEmpty();
        assertThat(others.take("leader", "b", LONG).orElseThrow().token()).isGreaterThan(lease.token());
        assertThat(store.release(lease)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a look that fails is a fault, never that nobody holds the lease")
    void holderFails(Fault fault) {
        var lease = store.take("leader", "a", LONG);
        wire.breakAfter(0, fault);

        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> store.holder("leader"));
        wire.letGo();

        assertThat(store.holder("leader")).isEqualTo(lease);
    }

    @Test
    @DisplayName("a server that does not know the scripts any more is given them again")
    void scriptsForgotten() {
        var lease = store.take("leader", "a", LONG).orElseThrow();
        direct.ask("k", "SCRIPT", "FLUSH");

        assertThat(store.take("leader", "a", LONG)).contains(lease);
        assertThat(store.holder("leader")).contains(lease);
        assertThat(store.release(lease)).isTrue();
    }

    @Test
    @DisplayName("a server that is set to replicate scripts by their text gives leases all the same")
    void scriptsReplicatedByText() {
        try (var verbatim = RedisServer.start("--lua-replicate-commands", "no");
                var leases = new RedisLeaseStore(RedisTest.client(verbatim.url(), PATIENT))) {
            var lease = leases.take("leader", "a", LONG).orElseThrow();

            assertThat(leases.take("leader", "b", LONG)).isEmpty();
            assertThat(leases.release(lease)).isTrue();
        }
    }

    @Test
    @DisplayName("tokens grow even when everything was lost, or what is there is from before")
    void dataLost() {
        var lease = store.take("leader", "a", LONG).orElseThrow();
        var later = store.take("later", "a", LONG).orElseThrow();
        store.release(later);
        var newest = store.take("later", "b", LONG).orElseThrow();

        direct.ask("k", "FLUSHALL");
        direct.ask(
                "k", "HSET", "{levqor}:lease:later", "token", Long.toString(later.token()), "owner", "a", "until", "0");

        assertThat(store.take("leader", "b", LONG).orElseThrow().token()).isGreaterThan(lease.token());
        assertThat(store.take("later", "c", LONG).orElseThrow().token()).isGreaterThan(newest.token());
    }

    @Test
    @DisplayName("tokens grow by one where the clock has gone back, exactly however great they are")
    void clockWentBack() {
        var great = 9_007_199_254_740_000L;
        direct.ask("k", "HSET", KEY, "token", Long.toString(great), "owner", "a", "until", "0");

        var lease = store.take("leader", "b", LONG).orElseThrow();

        assertThat(lease.token()).isEqualTo(great + 1);
        assertThat(store.holder("leader")).contains(lease);
        assertThat(store.release(lease)).isTrue();
        assertThat(store.take("leader", "a", LONG).orElseThrow().token()).isEqualTo(great + 2);
    }

    @Test
    @DisplayName("a key never expires, is named after its lease, and holds token, owner and end")
    void key() {
        var lease = store.take("leader", "a", LONG).orElseThrow();

        assertThat(Reply.texts(direct.ask(KEY, "HMGET", KEY, "token", "owner")))
                .containsExactly(Long.toString(lease.token()), "a");
        assertThat(Reply.number(direct.ask(KEY, "TTL", KEY))).isEqualTo(-1);
        assertThat(Reply.number(direct.ask(KEY, "HLEN", KEY))).isEqualTo(3);
    }

    @Test
    @DisplayName("a key that holds something else is a fault, and stays as it is")
    void foreignKey() {
        direct.ask(KEY, "SET", KEY, "mine");

        for (var call : List.<Runnable>of(
                () -> store.take("leader", "a", LONG),
                () -> store.release(new Lease("leader", "a", 1)),
                () -> store.holder("leader"))) {
            assertThatExceptionOfType(UnavailableException.class).isThrownBy(call::run);
        }
        assertThat(Reply.text(direct.ask(KEY, "GET", KEY))).isEqualTo("mine");
    }

    @Test
    @DisplayName("a store that was closed is asked no more")
    void closed() {
        store.close();

        assertThatThrownBy(() -> store.holder("leader"))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("closed");
    }

    @Test
    @DisplayName("the provider is found as redis, requires its address, and opens nothing")
    void provider() throws Exception {
        var provider = ServiceLoader.load(LeaseStoreProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(each -> each.id().equals("redis"))
                .findFirst()
                .orElseThrow();

        assertThat(provider.requiredSettings()).containsExactly("REDIS_URL");
        assertThatThrownBy(() -> provider.create(name -> Optional.of("http://nowhere")))
                .isInstanceOf(ConfigurationException.class);
        var made = provider.create(
                name -> name.equals("REDIS_URL") ? Optional.of("redis://127.0.0.1:1") : Optional.empty());
        assertThat(made).isInstanceOf(AutoCloseable.class);
        ((AutoCloseable) made).close();
    }
}
