package ai.levqor.ops.engine.verify;

import static java.util.Objects.requireNonNull;

import ai.levqor.ops.spi.state.FireStore.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether a job is on time.
 *
 * @param job its name
 * @param dueAt the last time at which it was due
 * @param state what became of that fire; empty if nobody has taken it
 * @param grace how long after its time a fire may be over, zero or more
 */
public record Punctuality(String job, Instant dueAt, Optional<State> state, Duration grace) {

    public Punctuality {
        requireNonNull(job, "job");
        requireNonNull(dueAt, "dueAt");
        requireNonNull(state, "state");
        requireNonNull(grace, "grace");
    }
}
