package ai.levqor.ops.local;

import ai.levqor.ops.spi.state.StateStore;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Keeps state in this JVM, and forgets it with it: for tests, trials, and hosts that must not write files. */
public final class InMemoryStateStore implements StateStore {
    private final Map<String, Versioned> values = new HashMap<>();
    private long writes;

    /** A store without any value. */
    public InMemoryStateStore() {}

    @Override
    public synchronized Optional<Versioned> read(String key) {
        return Optional.ofNullable(values.get(StateStore.requireKey(key)));
    }

    @Override
    public synchronized Optional<String> compareAndSet(String key, Optional<String> expected, String value) {
        if (!read(key).map(Versioned::version).equals(expected)) {
            return Optional.empty();
        }
        var next = new Versioned(String.valueOf(++writes), StateStore.requireValue(value));
        values.put(key, next);
        return Optional.of(next.version());
    }
}
