package ai.levqor.ops.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.levqor.ops.spi.ServerCondition;
import ai.levqor.ops.spi.ServerCondition.Durability;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.state.Fire;
import ai.levqor.ops.spi.state.FireStore.Claim;
import ai.levqor.ops.spi.state.FireStore.Request;
import ai.levqor.ops.spi.state.FireStore.State;
import ai.levqor.ops.spi.state.FireStore.Taking.Held;
import ai.levqor.ops.spi.state.FireStore.Taking.Taken;
import ai.levqor.ops.spi.state.FlagReading;
import ai.levqor.ops.spi.state.Flags;
import ai.levqor.ops.spi.state.StateStore.Versioned;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("the stores, on a server that goes wrong,")
@SuppressWarnings("NullAway.Init") // each test starts a server first
class RedisStoresAndServersTest {
    private static final Instant AT = Instant.parse("2026-11-26T12:00:00Z");
    private static final Claim CLAIM = new Claim(new Fire("job", AT), "a", 1);
    private static final Request REQUEST = new Request(CLAIM.fire(), "a", Duration.ofSeconds(15), true);
    private static final Request OTHER = new Request(CLAIM.fire(), "b", Duration.ofSeconds(15), true);
    private static final Request ANOTHER =
            new Request(new Fire("job", AT.plusSeconds(1)), "a", Duration.ofSeconds(15), true);
    private static final Flags FLAGS = Flags.DEFAULTS.scaledTo(7, AT);
    private static final String PASSWORD = "hunter2";
    private static final String WRONG = "letmein";

    /** Longer than a server that failed is left alone. */
    private static final long PAUSE = Duration.ofSeconds(10).toNanos();

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final AtomicLong ticker = new AtomicLong();
    private RedisServer server;
    private RedisStateStore state;
    private RedisFlagStore flags;
    private RedisFireStore fires;

    enum Program {
        REDIS_6_2,
        SYSTEM;

        RedisServer start(String... options) {
            assumeTrue(this == REDIS_6_2 || RedisServer.hasSystem(), "this system has no Redis of its own");
            return this == REDIS_6_2 ? RedisServer.start(options) : RedisServer.startSystem(options);
        }
    }

    private void start(Program program, String... options) {
        server = program.start(options);
        opened.add(server);
        stores(server.url());
    }

    private void stores(String url) {
        state = new RedisStateStore(new StoreClient(client(url)));
        flags = new RedisFlagStore(new StoreClient(client(url)));
        fires = new RedisFireStore(new StoreClient(client(url)), () -> 0);
        opened.addAll(0, List.of(state, flags, fires));
    }

    private String url(String user) {
        return server.url().replace("//", "//" + user + ":" + PASSWORD + "@");
    }

    private Redis client(String url) {
        var settings = RedisSettings.of(name -> Optional.ofNullable(
                Map.of("REDIS_URL", url, "OPS_REDIS_TIMEOUT", "1s").get(name)));
        return new Redis(settings, ticker::get);
    }

    private Redis people() {
        var people = RedisTest.client(server.url(), Map.of("OPS_REDIS_TIMEOUT", "10s"));
        opened.add(0, people);
        return people;
    }

    @AfterEach
    void end() throws Exception {
        for (var each : opened) {
            each.close();
        }
    }

    /** Something of each store. */
    private void fill() {
        assertThat(state.compareAndSet("scale", Optional.empty(), "one")).isPresent();
        assertThat(flags.compareAndSet(flags.read(), FLAGS)).isTrue();
        assertThat(fires.take(REQUEST)).isEqualTo(new Taken(CLAIM));
        assertThat(fires.beat(CLAIM)).isTrue();
    }

    /** What {@link #fill} has left is there, and can be read. */
    private void assertFilled() {
        assertThat(state.read("scale").orElseThrow().value()).isEqualTo("one");
        assertThat(flags.read().problem()).isEmpty();
        assertThat(flags.read().flags()).isEqualTo(FLAGS);
        assertThat(fires.take(OTHER)).isEqualTo(new Held("a"));
        assertThat(fires.newest("job", 5))
                .singleElement()
                .satisfies(entry -> assertThat(entry.state()).isEqualTo(State.RUNNING));
    }

    private List<ThrowingCallable> writes(FlagReading seen) {
        return List.of(
                () -> state.compareAndSet("other", Optional.empty(), "two"),
                () -> flags.compareAndSet(seen, Flags.DEFAULTS),
                () -> fires.take(ANOTHER),
                () -> fires.beat(CLAIM),
                () -> fires.settle(CLAIM, State.DONE, ""));
    }

    private List<ThrowingCallable> reads() {
        return List.of(
                () -> state.read("scale"),
                () -> state.serverTime(),
                () -> state.condition(),
                () -> state.selfCheck(),
                () -> fires.newest("job", 5));
    }

    private void assertRefused(List<ThrowingCallable> calls, String why) {
        for (var call : calls) {
            ticker.addAndGet(PAUSE);
            assertThatExceptionOfType(UnavailableException.class)
                    .isThrownBy(call)
                    .withMessageContaining(why)
                    .satisfies(e -> assertThat(everything(e)).doesNotContain(PASSWORD, WRONG));
        }
    }

    static String everything(Throwable e) {
        var text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    /** All of the writes go through. */
    private void assertWritten() {
        ticker.addAndGet(PAUSE);
        assertThat(state.compareAndSet("other", Optional.empty(), "two")).isPresent();
        assertThat(flags.compareAndSet(flags.read(), Flags.DEFAULTS)).isTrue();
        assertThat(fires.take(ANOTHER)).isInstanceOf(Taken.class);
        assertThat(fires.beat(CLAIM)).isTrue();
        assertThat(fires.settle(CLAIM, State.DONE, "")).isTrue();
        assertThatCode(state::selfCheck).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("say so while it is away, and have lost nothing when it is back")
    void away(Program program) {
        start(program, "--appendonly", "yes", "--appendfsync", "always");
        fill();
        var seen = flags.read();
        assertThat(state.condition().durability()).isEqualTo(Durability.ALWAYS);
        assertThat(state.condition().warnings()).isEmpty();

        server.kill();

        assertRefused(writes(seen), "Redis at 127.0.0.1:" + server.port() + " cannot be reached");
        assertRefused(reads(), "Redis at 127.0.0.1:" + server.port() + " cannot be reached");
        assertThat(flags.read().flags()).isEqualTo(FLAGS);
        assertThat(flags.read().problem()).isPresent();
        server.startAgain();
        ticker.addAndGet(PAUSE);
        assertFilled();
        assertWritten();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("wait no longer than they may for one that hangs, and whatever it does later is done once")
    void hangs(Program program) {
        start(program);
        fill();
        var seen = flags.read();

        server.stop();
        assertRefused(writes(seen), "");
        assertRefused(reads(), "");
        server.go();

        ticker.addAndGet(PAUSE);
        assertThat(state.read("scale").orElseThrow().value()).isEqualTo("one");
        var other = state.read("other");
        assertThat(state.compareAndSet("other", other.map(Versioned::version), "three"))
                .isPresent();
        assertThat(flags.compareAndSet(flags.read(), Flags.DEFAULTS)).isTrue();
        assertThat(fires.take(ANOTHER)).isEqualTo(new Taken(new Claim(ANOTHER.fire(), "a", 1)));
        assertThat(fires.settle(CLAIM, State.DONE, "")).isTrue();
        assertThat(fires.newest("job", 5)).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("write nothing while its memory is full, lose nothing and go on reading")
    void memoryIsFull(Program program) {
        start(program, "--maxmemory", "2mb", "--maxmemory-policy", "noeviction");
        fill();
        var seen = flags.read();
        people().ask("k", "SETRANGE", "mine", 3 << 20, "x");

        assertRefused(writes(seen), "memory is full");
        assertRefused(List.of(() -> state.selfCheck()), "memory is full");

        assertThat(state.condition().warnings()).contains("the server's memory is full");
        assertFilled();
        people().ask("k", "DEL", "mine");
        assertWritten();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("write nothing to a replica, and say that it is one")
    void replica(Program program) {
        start(program, "--repl-diskless-sync-delay", "0");
        fill();
        var replica = program.start("--replicaof", "127.0.0.1", "" + server.port());
        opened.add(replica);
        stores(replica.url());
        var of = RedisTest.client(replica.url(), Map.of());
        opened.add(0, of);
        awaitWord(of, "replication", "master_link_status:up");
        var seen = flags.read();

        assertRefused(writes(seen), "READONLY, the server is a replica");
        assertRefused(List.of(() -> state.selfCheck()), "READONLY, the server is a replica");

        assertThat(state.condition().warnings()).anyMatch(warning -> warning.startsWith("the server is a replica"));
        assertFilled();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("say that it is busy with somebody's script, and go on after that")
    void busy(Program program) throws InterruptedException {
        start(program, "--lua-time-limit", "10");
        fill();
        var seen = flags.read();
        var people = people();
        people.ask("k", "PING");
        var endless = new Thread(() -> assertThatExceptionOfType(RedisFault.class)
                .isThrownBy(() -> people().ask("k", "EVAL", "while true do end", 0)));
        endless.start();
        while (!refusal(people, "PING").startsWith("BUSY")) {
            Thread.onSpinWait();
        }

        assertRefused(writes(seen), "BUSY, a script of somebody else");
        assertRefused(reads(), "BUSY, a script of somebody else");
        assertThat(flags.read().problem().orElseThrow()).contains("BUSY");

        people.ask("k", "SCRIPT", "KILL");
        endless.join();
        ticker.addAndGet(PAUSE);
        assertFilled();
        assertWritten();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("say that it cannot write to its disk, and go on after that")
    void diskFails(Program program) throws IOException {
        start(program, "--save", "900", "1");
        fill();
        var seen = flags.read();
        assertThat(state.condition().durability()).isEqualTo(Durability.SNAPSHOTS);
        var people = people();
        var inTheWay = Files.createDirectory(server.folder().resolve("dump.rdb"));
        people.ask("k", "BGSAVE");
        awaitWord(people, "persistence", "rdb_last_bgsave_status:err");

        assertRefused(writes(seen), "MISCONF, the server cannot write to its disk");
        assertRefused(List.of(() -> state.selfCheck()), "snapshot could not be written to its disk");
        assertFilled();

        Files.delete(inTheWay);
        people.ask("k", "BGSAVE");
        awaitWord(people, "persistence", "rdb_last_bgsave_status:ok");
        assertWritten();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("say that user and password are not taken, and never which they are")
    void passwords(Program program) {
        start(program, "--requirepass", PASSWORD);

        assertRefused(strangers(), "NOAUTH, the server does not take the user and password of REDIS_URL");
        stores(server.url().replace("//", "//default:" + WRONG + "@"));
        assertRefused(strangers(), "WRONGPASS, the server does not take the user and password of REDIS_URL");
        stores(url("default"));
        fill();
        assertFilled();
        assertWritten();
    }

    private List<ThrowingCallable> strangers() {
        var calls = new ArrayList<>(writes(new FlagReading(FLAGS, "none", false, Optional.empty())));
        calls.addAll(reads());
        calls.add(() -> flags.read());
        return calls;
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("work for a user who may not ask for its settings")
    void mayNotConfigure(Program program) {
        start(program);
        people().ask("k", "ACL", "SETUSER", "app", "on", ">" + PASSWORD, "~{levqor}:*", "+@all", "-config");

        stores(url("app"));
        fill();
        assertThat(state.condition().version()).matches("[67]\\.[0-9.]+");
        assertThat(state.condition().durability()).isEqualTo(Durability.UNKNOWN);
        assertThat(state.condition().warnings()).singleElement().asString().startsWith("appendonly is no");
        people().ask("k", "ACL", "SETUSER", "app", "-info");
        assertThat(state.condition()).isEqualTo(new ServerCondition("unknown", Durability.UNKNOWN, List.of()));
        assertFilled();
        assertWritten();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("say what their user may not do, whether it is a script or in a script")
    void mayNot(Program program) {
        start(program);
        people().ask("k", "ACL", "SETUSER", "app", "on", ">" + PASSWORD, "~{levqor}:*", "+@all");
        stores(url("app"));
        fill();
        var seen = flags.read();
        var no = "NOPERM, the user of REDIS_URL may not do this";

        people().ask("k", "ACL", "SETUSER", "app", "-hset");
        assertRefused(writes(seen).subList(0, 1), no);
        assertRefused(List.of(() -> state.selfCheck()), no);
        people().ask("k", "ACL", "SETUSER", "app", "+hset", "-eval", "-evalsha");

        assertRefused(writes(seen), no);
        assertRefused(List.of(() -> state.selfCheck()), no);
        assertThat(state.read("scale")).isPresent();
        assertThat(flags.read()).isEqualTo(seen);
        people().ask("k", "ACL", "SETUSER", "app", "+eval", "+evalsha");
        assertFilled();
        assertWritten();
    }

    private static String refusal(Redis people, String command) {
        try {
            people.ask("k", command);
            return "";
        } catch (RedisFault e) {
            return e.code();
        }
    }

    private static void awaitWord(Redis people, String section, String word) {
        while (!Reply.text(people.ask("k", "INFO", section)).contains(word)) {
            Thread.onSpinWait();
        }
    }
}
