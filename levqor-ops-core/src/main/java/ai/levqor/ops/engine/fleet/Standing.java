package ai.levqor.ops.engine.fleet;

import ai.levqor.ops.spi.state.FlagReading;
import ai.levqor.ops.spi.state.Flags;
import ai.levqor.ops.spi.state.Lease;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where this instance stands among all: whether it may act for them, and which workers are its own.
 *
 * <p><b>Threading:</b> safe for many threads.
 */
public interface Standing {

    /** An instance that has no others beside it: it acts, and all workers are its own. */
    Standing ALONE = new Alone();

    /** Whether there can be no others, so that no lease is needed to act. */
    boolean alone();

    /** Why this instance may not act now, in one sentence; empty if it may. */
    Optional<String> notActing();

    /** The lease under which it acts; empty if it needs none. */
    Optional<Lease> lease();

    /** Its share of a worker target, zero or more; empty if that is not known yet. */
    OptionalInt share(int target);

    /**
     * The worker target that a decision starts from.
     *
     * @param own the workers of this instance; empty if unknown, or if it has no pool
     * @param flags the flags as they were read
     */
    int workers(Optional<Integer> own, Optional<FlagReading> flags);

    /** The one that is alone. */
    final class Alone implements Standing {
        private Alone() {}

        @Override
        public boolean alone() {
            return true;
        }

        @Override
        public Optional<String> notActing() {
            return Optional.empty();
        }

        @Override
        public Optional<Lease> lease() {
            return Optional.empty();
        }

        @Override
        public OptionalInt share(int target) {
            return OptionalInt.of(target);
        }

        @Override
        public int workers(Optional<Integer> own, Optional<FlagReading> flags) {
            return own.or(() -> flags.map(it -> it.flags().workerCount())).orElse(Flags.DEFAULTS.workerCount());
        }
    }
}
