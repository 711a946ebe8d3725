package ai.levqor.ops.spi.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What every {@link FlagStore} promises. Extend it once for each implementation. */
public abstract class FlagStoreContract {
    private static final Instant AT = Instant.parse("2026-11-23T15:00:00.123456789Z");
    private static final Flags BUSY = new Flags(7, true, true, true, Optional.of(AT), Optional.of(AT.plusSeconds(1)));

    /**
     * A store that is empty at the first call in a test. Each further call gives a handle on the same content, as
     * another instance of the application would have it; the same object, where no second one can exist.
     */
    protected abstract FlagStore store();

    @Test
    @DisplayName("a store that nobody wrote to reads as the defaults, which are not stored")
    void emptyStoreReadsAsDefaults() {
        var reading = store().read();

        assertThat(reading.flags()).isEqualTo(Flags.DEFAULTS);
        assertThat(reading.stored()).isFalse();
        assertThat(reading.problem()).isEmpty();
    }

    @Test
    @DisplayName("the first write stores every flag as given")
    void firstWriteStores() {
        var store = store();

        assertThat(store.compareAndSet(store.read(), BUSY)).isTrue();

        assertThat(store.read().flags()).isEqualTo(BUSY);
        assertThat(store.read().stored()).isTrue();
        assertThat(store.read().problem()).isEmpty();
    }

    @Test
    @DisplayName("flags can be switched off again, and times taken away")
    void everyFlagCanGoBack() {
        var store = store();
        store.compareAndSet(store.read(), BUSY);

        assertThat(store.compareAndSet(store.read(), Flags.DEFAULTS)).isTrue();

        assertThat(store.read().flags()).isEqualTo(Flags.DEFAULTS);
        assertThat(store.read().stored())
                .as("defaults that were written are stored")
                .isTrue();
    }

    @Test
    @DisplayName("the version stays while nothing changes, and changes with a write")
    void versionChangesWithTheContent() {
        var store = store();
        var before = store.read();

        assertThat(store.read().version()).isEqualTo(before.version());

        store.compareAndSet(before, BUSY);

        assertThat(store.read().version()).isNotEqualTo(before.version());
        assertThat(store.read()).isEqualTo(store.read());
    }

    @Test
    @DisplayName("a write that expects what is no longer there writes nothing")
    void staleWriteIsRefused() {
        var store = store();
        var stale = store.read();
        store.compareAndSet(stale, BUSY);

        assertThat(store.compareAndSet(stale, Flags.DEFAULTS)).isFalse();

        assertThat(store.read().flags()).isEqualTo(BUSY);
    }

    @Test
    @DisplayName("another instance sees a change at its next read, and can build on it")
    void otherInstanceSeesTheChange() {
        var one = store();
        var other = store();
        other.read();

        one.compareAndSet(one.read(), BUSY);

        assertThat(other.read()).isEqualTo(one.read());
        assertThat(other.compareAndSet(one.read(), BUSY.scaledTo(8, AT))).isTrue();
        assertThat(one.read().flags().workerCount()).isEqualTo(8);
    }

    @Test
    @DisplayName("many threads of two instances lose no update")
    void noUpdateIsLost() throws InterruptedException, ExecutionException, TimeoutException {
        var threads = 4;
        var updatesEach = 25;
        var pool = Executors.newFixedThreadPool(threads);
        var start = new CountDownLatch(1);
        var one = store();
        var other = store();

        try {
            var running = new ArrayList<Future<?>>();
            for (int i = 0; i < threads; i++) {
                var store = i % 2 == 0 ? one : other;
                running.add(pool.submit(() -> {
                    start.await();
                    for (int update = 0; update < updatesEach; update++) {
                        addOneWorker(store);
                    }
                    return null;
                }));
            }
            start.countDown();
            for (var each : running) {
                each.get(60, TimeUnit.SECONDS);
            }
        } finally {
            pool.shutdownNow();
        }

        assertThat(one.read().flags().workerCount()).isEqualTo(2 + threads * updatesEach);
    }

    private static void addOneWorker(FlagStore store) {
        FlagReading seen;
        do {
            seen = store.read();
        } while (!store.compareAndSet(seen, seen.flags().scaledTo(seen.flags().workerCount() + 1, AT)));
    }
}
