package ai.levqor.ops.engine.recovery;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Stops a recovery that runs. The first stop counts.
 *
 * <p><b>Threading:</b> safe for many threads.
 */
final class Brake {

    /** Why it stops. */
    enum Cause {
        /** A person asked for it: no step is begun any more. */
        CANCELLED,
        /** The redrive makes things worse: it stops, the other steps go on. */
        ABORTED,
        /** The autopilot is closed: no step is begun any more. */
        CLOSED
    }

    /**
     * A stop.
     *
     * @param cause why
     * @param detail for a person
     */
    record Stop(Cause cause, String detail) {}

    private final AtomicReference<@Nullable Stop> stop = new AtomicReference<>();

    /** Stops; {@code false} if it was stopped before. */
    boolean pull(Cause cause, String detail) {
        return stop.compareAndSet(null, new Stop(cause, detail));
    }

    Optional<Stop> stopped() {
        return Optional.ofNullable(stop.get());
    }

    /** Why no further step may be begun. */
    Optional<Stop> endsAll() {
        return stopped().filter(it -> it.cause() != Cause.ABORTED);
    }
}
