package ai.levqor.ops.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.levqor.ops.local.InMemoryStateStore;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.state.LeaseStore;
import ai.levqor.ops.spi.state.LeaseStoreContract;
import ai.levqor.ops.spi.state.StateStore;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("leases in a state store in memory")
class StateLeaseStoreTest extends LeaseStoreContract {
    private static final String KEY = "lease.leader";
    private static final Duration LENGTH = Duration.ofSeconds(15);
    private static final Duration ALMOST = LENGTH.minusNanos(1);

    private final StateStore state = new InMemoryStateStore();
    private final AtomicLong time = new AtomicLong();

    @Override
    protected LeaseStore store() {
        return new StateLeaseStore(state, time::get);
    }

    @Override
    protected Duration length() {
        return Duration.ofMillis(100);
    }

    @Override
    protected void passes(Duration passed) {
        time.addAndGet(passed.toNanos());
    }

    @Override
    protected long elapsed() {
        return time.get();
    }

    @Test
    @DisplayName("an instance that has just come waits a whole length, however long the holder has been silent")
    void newObserverWaits() {
        var lease = store().take("leader", "a", LENGTH);
        passes(LENGTH.multipliedBy(100));
        var other = store();

        assertThat(other.holder("leader")).isEqualTo(lease);
        passes(ALMOST);
        assertThat(other.take("leader", "b", LENGTH)).isEmpty();
        passes(Duration.ofNanos(1));
        assertThat(other.holder("leader")).isEmpty();
        assertThat(other.take("leader", "b", LENGTH).orElseThrow().token()).isEqualTo(2);
    }

    @Test
    @DisplayName("renewals keep a lease, however long it takes, by ticks that begin anywhere")
    void renewalsKeep() {
        var holder = store();
        var others = new AtomicLong(Long.MAX_VALUE - 5);
        var other = new StateLeaseStore(state, others::get);
        var lease = holder.take("leader", "a", LENGTH);

        for (int renewal = 0; renewal < 20; renewal++) {
            assertThat(other.take("leader", "b", LENGTH)).isEmpty();
            passes(ALMOST);
            others.addAndGet(ALMOST.toNanos());
            assertThat(holder.take("leader", "a", LENGTH)).isEqualTo(lease);
        }

        assertThat(other.take("leader", "b", LENGTH)).isEmpty();
        others.addAndGet(LENGTH.toNanos());
        assertThat(other.take("leader", "b", LENGTH)).isPresent();
        assertThat(holder.take("leader", "a", LENGTH)).isEmpty();
    }

    @Test
    @DisplayName("its owner finds a lease over when the length has passed since it asked, though the write took long")
    void slowWrite() {
        var slow = new StateLeaseStore(
                new Changed(state, (key, expected, value) -> {
                    var written = state.compareAndSet(key, expected, value);
                    passes(ALMOST);
                    return written;
                }),
                time::get);
        var lease = slow.take("leader", "a", LENGTH).orElseThrow();

        assertThat(slow.holder("leader")).contains(lease);
        passes(Duration.ofNanos(1));

        assertThat(slow.holder("leader")).isEmpty();
        assertThat(slow.release(lease)).isFalse();
    }

    @Test
    @DisplayName("the time of a look counts from when the row was read, not from when it was asked for")
    void slowRead() {
        var holder = store();
        var others = new AtomicLong();
        var renewing = new AtomicInteger();
        var other = new StateLeaseStore(
                new StateStore() {
                    @Override
                    public Optional<Versioned> read(String key) {
                        if (renewing.getAndIncrement() == 0) {
                            others.addAndGet(LENGTH.toNanos());
                            assertThat(holder.take("leader", "a", LENGTH)).isPresent();
                        }
                        return state.read(key);
                    }

                    @Override
                    public Optional<String> compareAndSet(String key, Optional<String> expected, String value) {
                        return state.compareAndSet(key, expected, value);
                    }
                },
                others::get);
        assertThat(other.take("leader", "b", LENGTH)).isEmpty();

        others.addAndGet(ALMOST.toNanos());
        assertThat(other.take("leader", "b", LENGTH)).isEmpty();
        others.incrementAndGet();

        assertThat(other.take("leader", "b", LENGTH)).isPresent();
    }

    @Test
    @DisplayName("a holder that renews just before it would be succeeded keeps its lease")
    void fasterByOneWrite() {
        var direct = store();
        var lease = direct.take("leader", "a", LENGTH);
        var late = new AtomicInteger();
        var others = new AtomicLong();
        var other = new StateLeaseStore(
                new Changed(state, (key, expected, value) -> {
                    if (late.getAndIncrement() == 0) {
                        assertThat(direct.take("leader", "a", LENGTH)).isEqualTo(lease);
                    }
                    return state.compareAndSet(key, expected, value);
                }),
                others::get);
        assertThat(other.take("leader", "b", LENGTH)).isEmpty();
        others.addAndGet(LENGTH.toNanos());

        assertThat(other.take("leader", "b", LENGTH)).isEmpty();

        assertThat(late).hasValue(1);
        assertThat(direct.holder("leader")).isEqualTo(lease);
    }

    @Test
    @DisplayName("a write that was done although the store says it cannot be known is found by the same owner")
    void lostReply() {
        var lost = new AtomicInteger();
        var store = new StateLeaseStore(
                new Changed(state, (key, expected, value) -> {
                    var written = state.compareAndSet(key, expected, value);
                    if (lost.getAndIncrement() < 1) {
                        throw new UnavailableException("no reply");
                    }
                    return written;
                }),
                time::get);
        assertThatThrownBy(() -> store.take("leader", "a", LENGTH)).hasMessage("no reply");

        assertThat(store.take("leader", "a", LENGTH).orElseThrow().token()).isEqualTo(1);
        assertThat(store().take("leader", "b", LENGTH)).isEmpty();
    }

    @Test
    @DisplayName("a store that never lets a write through is given up after 64 looks")
    void alwaysLate() {
        var looks = new AtomicInteger();
        var store = new StateLeaseStore(
                new Changed(state, (key, expected, value) -> {
                    looks.incrementAndGet();
                    return Optional.empty();
                }),
                time::get);

        assertThatThrownBy(() -> store.take("leader", "a", LENGTH))
                .isInstanceOf(UnavailableException.class)
                .hasMessage("lease.leader was changed by somebody else 64 times in a row");
        assertThat(looks).hasValue(64);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{}",
                "{\"owner\":\"a\",\"token\":0,\"beat\":0,\"length\":\"PT15S\",\"held\":true}",
                "{\"owner\":\"a\",\"token\":1,\"beat\":-1,\"length\":\"PT15S\",\"held\":true}",
                "{\"owner\":\"a\",\"token\":1,\"beat\":0,\"length\":\"PT2H\",\"held\":true}",
                "{\"owner\":\"a\",\"token\":1,\"beat\":0,\"length\":\"soon\",\"held\":true}",
                "{\"owner\":\"a\",\"token\":1,\"beat\":0,\"length\":\"PT15S\",\"held\":\"true\"}",
                "{\"owner\":\"a\",\"token\":1,\"beat\":0,\"length\":\"PT15S\",\"held\":true,\"more\":1}",
                "{\"owner\":\"a\",\"token\":1,\"beat\":0,\"length\":\"PT15S\",\"held\":true} and more"
            })
    @DisplayName("a value that something else wrote is a fault that names the key, and stays as it is")
    void foreignValue(String value) {
        var store = store();
        var version = state.compareAndSet(KEY, Optional.empty(), value);

        assertThatThrownBy(() -> store.take("leader", "a", LENGTH))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining(KEY + " holds something else than a lease");
        assertThatThrownBy(() -> store.holder("leader")).isInstanceOf(UnavailableException.class);
        assertThat(state.read(KEY)).contains(new StateStore.Versioned(version.orElseThrow(), value));
    }

    @Test
    @DisplayName("of more than a thousand names that are watched, one that was forgotten is watched anew")
    void manyNames() {
        var holder = store();
        var other = store();
        for (int name = 0; name <= 1_000; name++) {
            holder.take("n" + name, "a", LENGTH);
            other.take("n" + name, "b", LENGTH);
        }
        passes(LENGTH);

        assertThat(other.take("n1", "b", LENGTH)).isPresent();
        assertThat(other.take("n0", "b", LENGTH)).isEmpty();
        passes(LENGTH);
        assertThat(other.take("n0", "b", LENGTH)).isPresent();
    }

    private interface Write {
        Optional<String> of(String key, Optional<String> expected, String value);
    }

    private record Changed(StateStore store, Write write) implements StateStore {
        @Override
        public Optional<Versioned> read(String key) {
            return store.read(key);
        }

        @Override
        public Optional<String> compareAndSet(String key, Optional<String> expected, String value) {
            return write.of(key, expected, value);
        }
    }
}
