package ai.levqor.ops.engine.job;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One run of a job.
 *
 * @param startedAt when it began
 * @param endedAt when it ended; empty while it runs
 * @param outcome how it ended
 * @param message that in words for a person; holds no id and no secret
 * @param counts what it has done, in numbers
 * @param progress how far it has come
 */
public record JobRun(
        Instant startedAt,
        Optional<Instant> endedAt,
        Outcome outcome,
        String message,
        List<Count> counts,
        JobProgress progress) {

    public JobRun {
        requireNonNull(startedAt, "startedAt");
        requireNonNull(outcome, "outcome");
        requireNonNull(message, "message");
        requireNonNull(progress, "progress");
        counts = List.copyOf(counts);
        if (endedAt.isPresent() == (outcome == Outcome.RUNNING)) {
            throw new IllegalArgumentException("a run must have ended, or be running");
        }
    }

    /** Something a run has done, and how often. */
    public record Count(String name, long value) {}

    /** How a run ended. */
    public enum Outcome {
        /** It has not ended. */
        RUNNING,
        /** It did all there was to do. */
        DONE,
        /** Another instance is at it, or has just done it. */
        ELSEWHERE,
        /** There was nothing to work on. */
        NO_DATA,
        /** There was nothing to do. */
        SKIPPED,
        /** It could not be done; the next run tries again. */
        FAILED,
        /** It took too long, and was cut short. */
        TIMED_OUT;

        /** Whether the run is over. */
        public boolean ended() {
            return this != RUNNING;
        }
    }
}
