package ai.levqor.ops.local;

import static java.util.Objects.requireNonNull;

import ai.levqor.ops.spi.state.FlagReading;
import ai.levqor.ops.spi.state.FlagStore;
import ai.levqor.ops.spi.state.Flags;
import java.util.Optional;

/** Keeps the flags in this JVM, and forgets them with it: for tests, trials, and hosts that must not write files. */
public final class InMemoryFlagStore implements FlagStore {
    private volatile FlagReading now;

    /** A store that nobody wrote to: it reads as {@link Flags#DEFAULTS}. */
    public InMemoryFlagStore() {
        this.now = new FlagReading(Flags.DEFAULTS, "0", false, Optional.empty());
    }

    /** A store with these flags in it. */
    public InMemoryFlagStore(Flags flags) {
        this.now = new FlagReading(flags, "0", true, Optional.empty());
    }

    @Override
    public FlagReading read() {
        return now;
    }

    @Override
    public synchronized boolean compareAndSet(FlagReading expected, Flags next) {
        requireNonNull(next, "next");
        if (!now.version().equals(expected.version())) {
            return false;
        }
        var version = String.valueOf(Long.parseLong(now.version()) + 1);
        now = new FlagReading(next, version, true, Optional.empty());
        return true;
    }
}
