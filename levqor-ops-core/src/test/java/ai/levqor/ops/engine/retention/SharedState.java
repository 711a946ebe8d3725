package ai.levqor.ops.engine.retention;

import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.state.StateStore;
import java.util.Optional;

/** One value that several processes share; it can be away, and somebody can be quicker. */
final class SharedState implements StateStore {
    volatile String value = "";
    int writes;
    volatile boolean away;
    volatile Runnable beforeWrite = () -> {};

    @Override
    public synchronized Optional<Versioned> read(String key) {
        requireThere();
        return value.isEmpty() ? Optional.empty() : Optional.of(new Versioned(Integer.toString(writes), value));
    }

    @Override
    public Optional<String> compareAndSet(String key, Optional<String> expected, String next) {
        beforeWrite.run();
        synchronized (this) {
            if (!read(key).map(Versioned::version).equals(expected)) {
                return Optional.empty();
            }
            value = StateStore.requireValue(next);
            writes++;
            return Optional.of(Integer.toString(writes));
        }
    }

    private void requireThere() {
        if (away) {
            throw new UnavailableException("the store is away");
        }
    }
}
