package ai.levqor.ops.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.levqor.ops.local.InMemoryStateStore;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.state.Fire;
import ai.levqor.ops.spi.state.FireStore;
import ai.levqor.ops.spi.state.FireStore.Entry;
import ai.levqor.ops.spi.state.FireStore.Request;
import ai.levqor.ops.spi.state.FireStore.State;
import ai.levqor.ops.spi.state.FireStore.Taking.Held;
import ai.levqor.ops.spi.state.FireStore.Taking.Taken;
import ai.levqor.ops.spi.state.FireStoreContract;
import ai.levqor.ops.spi.state.StateStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("fires in a state store in memory")
class StateFireStoreTest extends FireStoreContract {
    private static final Duration LEASE = Duration.ofSeconds(1);
    private static final String KEY = "fires.job";

    private final StateStore state = new InMemoryStateStore();

    @Override
    protected FireStore store(Clock clock, LongSupplier ticker) {
        return new StateFireStore(state, clock, ticker);
    }

    @Override
    protected int mostKept() {
        return FireRoom.MOST;
    }

    private FireStore store() {
        return store(Clock.systemUTC(), () -> 0);
    }

    @Test
    @DisplayName("a fire that is forgotten is as one that nobody took")
    void forgotten() {
        var store = store();
        for (int at = 0; at <= FireRoom.MOST; at++) {
            settle(store, at, "");
        }

        assertThat(store.take(request(0))).isInstanceOf(Taken.class);
        assertThat(store.take(request(2))).isInstanceOf(FireStore.Taking.Over.class);
    }

    @Test
    @DisplayName("a hundred fires that run, whose owners have the longest names there are, fit with the newest sixty")
    void allRunning() {
        var store = store();
        var owner = "\u0001".repeat(100);

        for (int at = 0; at < 150; at++) {
            store.take(new Request(fire(at), owner, LEASE, true));
        }

        assertThat(store.newest("job", 200))
                .hasSizeBetween(60, 100)
                .allMatch(entry -> entry.owner().equals(owner));
    }

    @Test
    @DisplayName("notes that do not fit are shortened from the oldest on, and no fire is lost for them")
    void notesAreShortened() {
        var store = store();

        for (int at = 0; at < 60; at++) {
            settle(store, at, "\uD83D\uDE80名".repeat(166));
        }

        var kept = store.newest("job", 60);
        assertThat(kept).hasSize(60).extracting(Entry::state).containsOnly(State.DONE);
        assertThat(kept.get(0).note()).hasSize(498);
        assertThat(kept.get(59).note()).hasSize(60);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"fires\":{}}",
                "{\"fires\":[{}]}",
                "{\"fires\":[7]}",
                "{\"fires\":[],\"more\":1}",
                "{\"fires\":[]} and more",
                "{\"fires\":[{\"at\":\"noon\",\"owner\":\"a\",\"token\":1,\"beat\":0,\"state\":\"DONE\",\"note\":\"\",\"taken_at\":\"2026-11-26T12:00:00Z\",\"settled_at\":\"2026-11-26T12:00:00Z\"}]}",
                "{\"fires\":[{\"at\":\"2026-11-26T12:00:00Z\",\"owner\":\"a\",\"token\":1,\"beat\":0,\"state\":\"HALTED\",\"note\":\"\",\"taken_at\":\"2026-11-26T12:00:00Z\",\"settled_at\":\"2026-11-26T12:00:00Z\"}]}",
                "{\"fires\":[{\"at\":\"2026-11-26T12:00:00Z\",\"owner\":\"a\",\"token\":1,\"beat\":0,\"state\":\"DONE\",\"note\":\"\",\"taken_at\":\"2026-11-26T12:00:00Z\"}]}",
                "{\"fires\":[{\"at\":\"2026-11-26T12:00:00Z\",\"owner\":\"a\",\"token\":1,\"beat\":0,\"state\":\"RUNNING\",\"note\":\"\",\"taken_at\":\"2026-11-26T12:00:00Z\",\"zone\":1}]}"
            })
    @DisplayName("a value that something else wrote is a fault that names the key, and stays as it is")
    void foreignValue(String value) {
        var store = store();
        var version = state.compareAndSet(KEY, Optional.empty(), value);

        assertThatThrownBy(() -> store.take(request(0)))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining(KEY + " holds something else than fires");
        assertThatThrownBy(() -> store.newest("job", 1)).isInstanceOf(UnavailableException.class);
        assertThat(state.read(KEY)).contains(new StateStore.Versioned(version.orElseThrow(), value));
    }

    @Test
    @DisplayName("a store that never lets a write through is given up after 64 tries")
    void alwaysLate() {
        var tries = new AtomicInteger();
        var late = new StateFireStore(
                new Changed(state, (expected, value) -> {
                    tries.incrementAndGet();
                    return Optional.empty();
                }),
                Clock.systemUTC(),
                () -> 0);

        assertThatThrownBy(() -> late.take(request(0)))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("fires.job was changed by somebody else 64 times in a row");
        assertThat(tries).hasValue(64);
    }

    @Test
    @DisplayName("a write that was done although the store says it cannot be known is found by the same owner")
    void lostReply() {
        var store = new StateFireStore(
                new Changed(state, (expected, value) -> {
                    state.compareAndSet(KEY, expected, value);
                    throw new UnavailableException("no reply");
                }),
                Clock.systemUTC(),
                () -> 0);

        assertThatThrownBy(() -> store.take(request(0))).hasMessage("no reply");

        assertThat(store.take(request(0))).isInstanceOf(Taken.class);
        assertThat(store().newest("job", 5)).hasSize(1);
    }

    @Test
    @DisplayName("a holder that beats just before it would be taken over keeps its fire")
    void fasterByOneWrite() {
        var direct = store();
        var claim = ((Taken) direct.take(request(0))).claim();
        var time = new AtomicLong();
        var store = new StateFireStore(
                new Changed(state, (expected, value) -> {
                    if (time.get() == LEASE.toNanos()) {
                        time.incrementAndGet();
                        assertThat(direct.beat(claim)).isTrue();
                    }
                    return state.compareAndSet(KEY, expected, value);
                }),
                Clock.systemUTC(),
                time::get);
        var request = new Request(fire(0), "b", LEASE, true);
        store.take(request);
        time.set(LEASE.toNanos());

        assertThat(store.take(request)).isEqualTo(new Held("a"));
        assertThat(time).hasValue(LEASE.toNanos() + 1);
    }

    private interface Write {
        Optional<String> of(Optional<String> expected, String value);
    }

    private record Changed(StateStore store, Write write) implements StateStore {
        @Override
        public Optional<Versioned> read(String key) {
            return store.read(key);
        }

        @Override
        public Optional<String> compareAndSet(String key, Optional<String> expected, String value) {
            return write.of(expected, value);
        }
    }

    private static void settle(FireStore store, int at, String note) {
        assertThat(store.settle(((Taken) store.take(request(at))).claim(), State.DONE, note))
                .isTrue();
    }

    private static Request request(int at) {
        return new Request(fire(at), "a", LEASE, true);
    }

    private static Fire fire(int minute) {
        return new Fire("job", Instant.parse("2026-11-26T12:00:00Z").plus(Duration.ofMinutes(minute)));
    }
}
