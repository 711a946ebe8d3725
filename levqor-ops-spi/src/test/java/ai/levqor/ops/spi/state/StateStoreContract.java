package ai.levqor.ops.spi.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.levqor.ops.spi.state.StateStore.Versioned;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link StateStore} promises. Extend it once for each implementation. */
public abstract class StateStoreContract {
    private static final String KEY = "scale.step-1";

    /**
     * A store that is empty at the first call in a test. Each further call gives a handle on the same content, as
     * another instance of the application would have it; the same object, where no second one can exist.
     */
    protected abstract StateStore store();

    @Test
    @DisplayName("a key that nobody wrote has no value")
    void unknownKeyIsEmpty() {
        assertThat(store().read(KEY)).isEmpty();
    }

    @Test
    @DisplayName("a value that was written is read with the version the write gave")
    void writtenValueIsRead() {
        var store = store();

        var version = store.compareAndSet(KEY, Optional.empty(), "one");

        assertThat(store.read(KEY)).contains(new Versioned(version.orElseThrow(), "one"));
    }

    @Test
    @DisplayName("expecting no value writes only if there is none")
    void expectingNoneMeansNone() {
        var store = store();
        store.compareAndSet(KEY, Optional.empty(), "one");

        assertThat(store.compareAndSet(KEY, Optional.empty(), "two")).isEmpty();

        assertThat(value(store, KEY)).isEqualTo("one");
    }

    @Test
    @DisplayName("expecting a version of a key that has no value writes nothing")
    void expectingSomeMeansSome() {
        var store = store();

        assertThat(store.compareAndSet(KEY, Optional.of("1"), "one")).isEmpty();

        assertThat(store.read(KEY)).isEmpty();
    }

    @Test
    @DisplayName("a version is good for one write")
    void staleVersionIsRefused() {
        var store = store();
        var first = store.compareAndSet(KEY, Optional.empty(), "one");
        var second = store.compareAndSet(KEY, first, "two");

        assertThat(store.compareAndSet(KEY, first, "three")).isEmpty();

        assertThat(store.read(KEY)).contains(new Versioned(second.orElseThrow(), "two"));
    }

    @Test
    @DisplayName("a value that comes back has a version of its own")
    void versionsNeverReturn() {
        var store = store();
        var versions = new HashSet<String>();
        var version = Optional.<String>empty();

        for (int write = 0; write < 20; write++) {
            version = store.compareAndSet(KEY, version, write % 2 == 0 ? "a" : "b");
            versions.add(version.orElseThrow());
        }

        assertThat(versions).hasSize(20);
    }

    @Test
    @DisplayName("keys do not touch each other")
    void keysAreApart() {
        var store = store();
        store.compareAndSet("a", Optional.empty(), "of a");
        store.compareAndSet("a.b", Optional.empty(), "of a.b");

        assertThat(value(store, "a")).isEqualTo("of a");
        assertThat(value(store, "a.b")).isEqualTo("of a.b");
        assertThat(store.read("b")).isEmpty();
    }

    @ParameterizedTest(name = "[{index}]")
    @ValueSource(strings = {"", " ", "\n", "line\nline\r\n", "\u0000", "{\"é\": \"\uD83D\uDE80\"}", "\uFEFF"})
    @DisplayName("a value comes back as it went in, whatever text it is")
    void anyTextSurvives(String text) {
        var store = store();

        store.compareAndSet(KEY, Optional.empty(), text);

        assertThat(value(store, KEY)).isEqualTo(text);
    }

    @Test
    @DisplayName("a value may take 64 kB, and not a byte more")
    void valuesAreBounded() {
        var store = store();
        var most = "é".repeat(StateStore.MOST_BYTES / 2);

        store.compareAndSet(KEY, Optional.empty(), most);

        assertThat(value(store, KEY)).isEqualTo(most);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.compareAndSet("other", Optional.empty(), most + "x"))
                .withMessageContaining("65536");
        assertThat(store.read("other")).isEmpty();
    }

    @Test
    @DisplayName("half a character is no text, and is refused rather than altered")
    void halfCharactersAreRefused() {
        var store = store();

        assertThatIllegalArgumentException().isThrownBy(() -> store.compareAndSet(KEY, Optional.empty(), "a\uD83D"));
        assertThat(store.read(KEY)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "a b", "a/b", "../a", "a\\b", "a\n", "é", "a:b", "a_b"})
    @DisplayName("a key with other characters is a mistake")
    void keysAreChecked(String key) {
        var store = store();

        assertThatIllegalArgumentException().isThrownBy(() -> store.read(key)).withMessageStartingWith("key must");
        assertThatIllegalArgumentException().isThrownBy(() -> store.compareAndSet(key, Optional.empty(), "x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "..", "-", "con", "0"})
    @DisplayName("every key that keeps the rule works, strange ones too")
    void strangeKeysWork(String key) {
        var store = store();

        store.compareAndSet(key, Optional.empty(), "x");

        assertThat(value(store, key)).isEqualTo("x");
    }

    @Test
    @DisplayName("a key may have 100 characters, and not one more")
    void keysAreBounded() {
        var store = store();

        store.compareAndSet("k".repeat(100), Optional.empty(), "x");

        assertThat(value(store, "k".repeat(100))).isEqualTo("x");
        assertThatIllegalArgumentException().isThrownBy(() -> store.read("k".repeat(101)));
    }

    @Test
    @DisplayName("another instance sees a change at its next read, and can build on it")
    void otherInstanceSeesTheChange() {
        var one = store();
        var other = store();
        other.read(KEY);

        var version = one.compareAndSet(KEY, Optional.empty(), "one");

        assertThat(other.read(KEY)).isEqualTo(one.read(KEY));
        assertThat(other.compareAndSet(KEY, version, "two")).isPresent();
        assertThat(value(one, KEY)).isEqualTo("two");
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
                        addOne(store);
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

        assertThat(value(one, KEY)).isEqualTo(String.valueOf(threads * updatesEach));
    }

    private static void addOne(StateStore store) {
        Optional<String> written;
        do {
            var seen = store.read(KEY);
            var sum = seen.map(each -> Integer.parseInt(each.value())).orElse(0) + 1;
            written = store.compareAndSet(KEY, seen.map(Versioned::version), String.valueOf(sum));
        } while (written.isEmpty());
    }

    private static String value(StateStore store, String key) {
        return store.read(key).orElseThrow().value();
    }
}
