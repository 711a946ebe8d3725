package ai.levqor.ops.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.levqor.ops.redis.FaultyWire.Fault;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.state.Fire;
import ai.levqor.ops.spi.state.FireStore.Claim;
import ai.levqor.ops.spi.state.FireStore.Entry;
import ai.levqor.ops.spi.state.FireStore.Request;
import ai.levqor.ops.spi.state.FireStore.State;
import ai.levqor.ops.spi.state.FireStore.Taking.Abandoned;
import ai.levqor.ops.spi.state.FireStore.Taking.Held;
import ai.levqor.ops.spi.state.FireStore.Taking.Over;
import ai.levqor.ops.spi.state.FireStore.Taking.Taken;
import ai.levqor.ops.spi.state.Flags;
import ai.levqor.ops.spi.state.Lease;
import ai.levqor.ops.spi.state.StateStore.Versioned;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("the stores, over a wire that goes wrong,")
class RedisStoresFaultsTest {
    @RegisterExtension
    static final FreshRedis REDIS = FreshRedis.of62();

    private static final String FLAGS = "{levqor}:flags";
    private static final Instant AT = Instant.parse("2026-11-26T12:00:00Z");
    private static final Fire FIRE = new Fire("job", AT);
    private static final Duration LEASE = Duration.ofSeconds(15);

    private final AtomicLong time = new AtomicLong();
    private FaultyWire wire;
    private Redis people;
    private RedisStateStore state;
    private RedisFlagStore flags;
    private RedisFireStore fires;

    @BeforeEach
    void warmUp() {
        people = REDIS.redis();
        newWire();
        assertThat(state.compareAndSet("warm", Optional.empty(), "up")).isPresent();
        assertThat(flags.compareAndSet(flags.read(), Flags.DEFAULTS)).isTrue();
        var warm = new Fire("warm", AT);
        fires.take(new Request(warm, "a", LEASE, true));
        fires.take(new Request(warm, "b", LEASE, true));
        time.addAndGet(LEASE.toNanos());
        var claim = ((Taken) fires.take(new Request(warm, "b", LEASE, true))).claim();
        assertThat(fires.beat(claim) && fires.settle(claim, State.DONE, "")).isTrue();
        assertThat(fires.newest("warm", 1)).hasSize(1);
        people.ask("k", "CONFIG", "RESETSTAT");
    }

    /** Whatever was held back on the old one has been let go. */
    private void newWire() {
        wire = new FaultyWire(REDIS.server().port());
        state = new RedisStateStore(client());
        flags = new RedisFlagStore(client());
        fires = new RedisFireStore(client(), time::get);
        assertThat(state.read("none")).isEmpty();
    }

    private StoreClient client() {
        return new StoreClient(REDIS.redis(wire.url(), Map.of("OPS_REDIS_TIMEOUT", "1s"), System::nanoTime));
    }

    @AfterEach
    void cut() throws IOException {
        wire.close();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("write a value once, say that it is written, and a command that comes late changes nothing")
    void stateIsWrittenOnce(Fault fault) {
        wire.breakAfter(0, fault);

        var first = state.compareAndSet("scale", Optional.empty(), "one");

        assertThat(wire.broken()).isTrue();
        assertThat(stateOfOthers().read("scale")).contains(new Versioned(first.orElseThrow(), "one"));
        var second = state.compareAndSet("scale", first, "two");
        late(fault, 3);
        assertThat(stateOfOthers().read("scale")).contains(new Versioned(second.orElseThrow(), "two"));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("write a value once where the server does not know the script yet")
    void unknownScript(Fault fault) throws IOException {
        for (int at = 0; at < 2; at++) {
            people.ask("k", "SCRIPT", "FLUSH");
            var key = "scale." + at;
            wire.breakAfter(at, fault);

            var version = state.compareAndSet(key, Optional.empty(), "one");

            assertThat(wire.broken()).isTrue();
            assertThat(stateOfOthers().read(key)).contains(new Versioned(version.orElseThrow(), "one"));
            wire.letGo();
            assertThat(state.compareAndSet(key, version, "two")).isPresent();
            cut();
            newWire();
            assertThat(state.read(key).orElseThrow().value()).isEqualTo("two");
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("do not say that a value was not written when they cannot know")
    void stateIsUnknown(Fault fault) {
        var version = state.compareAndSet("scale", Optional.empty(), "one");
        wire.breakAfter(0, fault);

        assertUnknown(() -> state.compareAndSet("scale", Optional.of("another"), "two"));

        wire.letGo();
        assertThat(state.read("scale")).contains(new Versioned(version.orElseThrow(), "one"));
        assertThat(state.compareAndSet("scale", Optional.of("another"), "two")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("tell a reading that failed, and read the next time")
    void readings(Fault fault) throws IOException {
        wire.breakAfter(0, fault);
        assertUnknown(() -> state.read("warm"));
        assertThat(state.read("warm")).isPresent();
        cut();

        newWire();
        wire.breakAfter(0, fault);
        assertUnknown(() -> fires.newest("warm", 1));
        assertThat(fires.newest("warm", 1)).hasSize(1);
        cut();

        newWire();
        wire.breakAfter(0, fault);
        assertUnknown(flags::read);
        var known = flags.read();
        assertThat(known.problem()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("keep to the last good flags while they cannot be read, and say so")
    void lastGoodFlags(Fault fault) {
        var known = flags.read();
        wire.breakAfter(0, fault);

        var reading = flags.read();

        assertThat(reading.flags()).isEqualTo(known.flags());
        assertThat(reading.problem().orElseThrow()).startsWith(FLAGS + " cannot be read: HMGET had no answer");
        assertThat(flags.compareAndSet(reading, Flags.DEFAULTS.scaledTo(3, AT))).isFalse();
        assertThat(flags.read()).isEqualTo(known);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("write flags once, say that they are written, and a command that comes late changes nothing")
    void flagsAreWrittenOnce(Fault fault) {
        var before = flags.read();
        wire.breakAfter(1, fault);

        assertThat(flags.compareAndSet(before, before.flags().scaledTo(7, AT), new Lease("autopilot", "a", 1)))
                .isTrue();

        assertThat(wire.broken()).isTrue();
        assertThat(flags.read().flags()).isEqualTo(before.flags().scaledTo(7, AT));
        people.ask("k", "HSET", FLAGS, "WORKER_COUNT", "2", "LAST_AUTOSCALE", "null", "updated_at", "null");
        late(fault, 2);
        assertThat(flags.read()).as("a person's change stays").isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("write no flags when they could not be read before")
    void flagsAreNotRead(Fault fault) {
        var before = flags.read();
        wire.breakAfter(0, fault);

        assertUnknown(() -> flags.compareAndSet(before, Flags.DEFAULTS.scaledTo(7, AT)));

        wire.letGo();
        assertThat(flags.read()).isEqualTo(before);
        assertThat(flags.compareAndSet(before, Flags.DEFAULTS.scaledTo(7, AT))).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("do not say that flags were not written when they cannot know")
    void flagsAreUnknown(Fault fault) {
        var before = flags.read();
        people.ask("k", "HSET", "{levqor}:lease:autopilot", "token", "2");
        wire.breakAfter(1, fault);

        assertUnknown(
                () -> flags.compareAndSet(before, Flags.DEFAULTS.scaledTo(7, AT), new Lease("autopilot", "a", 1)));

        wire.letGo();
        assertThat(flags.read()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("take a fire once, and a command that comes late does not take it again")
    void fireIsTakenOnce(Fault fault) {
        wire.breakAfter(0, fault);

        assertThat(fires.take(request("a"))).isEqualTo(new Taken(new Claim(FIRE, "a", 1)));

        assertThat(wire.broken()).isTrue();
        assertThat(fires.settle(new Claim(FIRE, "a", 1), State.DONE, "")).isTrue();
        late(fault, 3);
        assertThat(fires.take(request("a"))).isEqualTo(new Over(State.DONE));
        assertThat(fires.newest("job", 5)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("know who holds a fire though the first answer was lost")
    void fireIsHeld(Fault fault) {
        firesOfOthers().take(request("b"));
        wire.breakAfter(0, fault);

        assertThat(fires.take(request("a"))).isEqualTo(new Held("b"));
        assertThat(wire.broken()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("beat, and settle a fire once")
    void fireIsSettledOnce(Fault fault) throws IOException {
        var claim = ((Taken) fires.take(request("a"))).claim();
        wire.breakAfter(0, fault);
        assertThat(fires.beat(claim)).isTrue();
        assertThat(wire.broken()).isTrue();
        cut();
        newWire();
        wire.breakAfter(0, fault);

        assertThat(fires.settle(claim, State.FAILED, "so it went")).isTrue();

        assertThat(wire.broken()).isTrue();
        var settled = fires.newest("job", 5);
        wire.letGo();
        assertThat(fires.settle(claim, State.FAILED, "so it went")).isTrue();
        assertThat(fires.settle(claim, State.DONE, "")).isFalse();
        assertThat(fires.newest("job", 5)).isEqualTo(settled);
        assertThat(settled).extracting(Entry::state).containsExactly(State.FAILED);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("succeed a dead holder once, with the next token")
    void successor(Fault fault) {
        firesOfOthers().take(request("dead"));
        fires.take(request("a"));
        time.addAndGet(LEASE.toNanos());
        wire.breakAfter(1, fault);

        assertThat(fires.take(request("a"))).isEqualTo(new Taken(new Claim(FIRE, "a", 2)));

        assertThat(wire.broken()).isTrue();
        assertThat(fires.settle(new Claim(FIRE, "a", 2), State.DONE, "")).isTrue();
        wire.letGo();
        assertThat(fires.take(request("a"))).isEqualTo(new Over(State.DONE));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("abandon a dead holder's fire once, and tell the caller so")
    void abandoned(Fault fault) {
        firesOfOthers().take(request("dead"));
        var request = new Request(FIRE, "a", LEASE, false);
        fires.take(request);
        time.addAndGet(LEASE.toNanos());
        wire.breakAfter(1, fault);

        assertThat(fires.take(request)).isEqualTo(new Abandoned("dead"));

        assertThat(wire.broken()).isTrue();
        wire.letGo();
        assertThat(fires.take(request)).isEqualTo(new Over(State.ABANDONED));
        assertThat(fires.newest("job", 5)).extracting(Entry::note).containsExactly("its holder died");
    }

    @Test
    @DisplayName("give no fire to a successor whose holder has beaten since it was looked at")
    void beatenMeanwhile() throws InterruptedException, ExecutionException, TimeoutException {
        var patient = REDIS.redis(wire.url(), Map.of("OPS_REDIS_TIMEOUT", "10s"), System::nanoTime);
        var successor = new RedisFireStore(new StoreClient(patient), time::get);
        firesOfOthers().take(request("slow"));
        successor.take(request("a"));
        time.addAndGet(LEASE.toNanos());
        people.ask("k", "CONFIG", "RESETSTAT");
        wire.breakAfter(0, Fault.REPLY_HELD);

        var taking = CompletableFuture.supplyAsync(() -> successor.take(request("a")));
        awaitScripts(1);
        assertThat(firesOfOthers().beat(new Claim(FIRE, "slow", 1))).isTrue();
        wire.letGo();

        assertThat(taking.get(60, TimeUnit.SECONDS)).isEqualTo(new Held("slow"));
    }

    @Test
    @DisplayName("are heard again once nobody hangs up any more")
    void hungUp() {
        wire.refusing();
        assertUnknown(() -> state.read("warm"));
        wire.accepting();

        var answer = Optional.<Versioned>empty();
        while (answer.isEmpty()) {
            try {
                answer = state.read("warm");
            } catch (UnavailableException e) {
                Thread.onSpinWait();
            }
        }
        assertThat(answer.get().value()).isEqualTo("up");
    }

    private static void assertUnknown(ThrowingCallable call) {
        assertThatExceptionOfType(UnavailableException.class).isThrownBy(call).withCauseInstanceOf(RedisFault.class);
    }

    /** Lets a command go that was held back, and waits until the server has run so many scripts of this test. */
    private void late(Fault fault, int scripts) {
        wire.letGo();
        if (fault == Fault.COMMAND_HELD) {
            awaitScripts(scripts);
        }
    }

    private void awaitScripts(int least) {
        var calls = Pattern.compile("cmdstat_evalsha:calls=([0-9]+)");
        var count = 0;
        while (count < least) {
            var match = calls.matcher(Reply.text(people.ask("k", "INFO", "commandstats")));
            count = match.find() ? Integer.parseInt(match.group(1)) : 0;
        }
    }

    private RedisStateStore stateOfOthers() {
        return new RedisStateStore(REDIS.client());
    }

    private RedisFireStore firesOfOthers() {
        return new RedisFireStore(REDIS.client(), () -> 0);
    }

    private static Request request(String owner) {
        return new Request(FIRE, owner, LEASE, true);
    }
}
