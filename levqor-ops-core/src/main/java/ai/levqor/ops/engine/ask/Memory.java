package ai.levqor.ops.engine.ask;

import ai.levqor.ops.spi.state.StateStore;
import ai.levqor.ops.spi.state.StateStore.Versioned;
import java.util.Optional;

/**
 * What a policy remembers, kept in the state store, so that a restart or another instance goes on where the last one
 * stopped. While the store is away, the last state seen serves for decisions, and nothing may be acted on.
 *
 * <p><b>Threading:</b> used by one thread at a time, except {@link #last}.
 */
public final class Memory<S> {
    private final String key;
    private final StateCodec<S> codec;
    private final DeadlineCaller caller;
    private final FaultLog faults;
    private final Question<Optional<Versioned>> read;
    private final Question<Optional<String>> write;
    private Optional<String> version = Optional.empty();
    private boolean usable;
    private volatile S last;
    private volatile String pending = "";

    public Memory(String key, S start, StateCodec<S> codec, StateStore store, DeadlineCaller caller, FaultLog faults) {
        this.key = key;
        this.codec = codec;
        this.caller = caller;
        this.faults = faults;
        this.last = start;
        this.read = new Question<>("state", () -> store.read(key));
        this.write = new Question<>("state", () -> store.compareAndSet(key, version, pending));
    }

    /** The last state that was read or written. */
    public S last() {
        return last;
    }

    /** Whether the store answered when it was last asked. */
    public boolean usable() {
        return usable;
    }

    public String encode(S state) {
        return codec.encode(state);
    }

    /** Reads the state of the store, or keeps the last one. */
    public S load() {
        var answer = caller.ask(read);
        usable = answer instanceof Answer.Given;
        if (answer instanceof Answer.Given<Optional<Versioned>> given) {
            version = given.value().map(Versioned::version);
            given.value().ifPresent(it -> decode(it.value()));
        } else {
            faults.fault("state", answer);
        }
        return last;
    }

    /** Writes a state; {@code false} if somebody else wrote since {@link #load}, or if the store is away. */
    public boolean save(S state) {
        if (!usable) {
            return false;
        }
        pending = codec.encode(state);
        var answer = caller.ask(write);
        if (answer instanceof Answer.Given<Optional<String>> given) {
            faults.over("state");
            if (given.value().isEmpty()) {
                return false;
            }
            version = given.value();
            last = state;
            return true;
        }
        usable = false;
        faults.fault("state", answer);
        return false;
    }

    private void decode(String text) {
        try {
            last = codec.decode(text);
        } catch (IllegalArgumentException e) {
            faults.fault("state", "the state under " + key + " cannot be read and starts afresh", Optional.of(e));
        }
    }
}
