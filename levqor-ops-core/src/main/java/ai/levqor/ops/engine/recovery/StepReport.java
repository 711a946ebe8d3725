package ai.levqor.ops.engine.recovery;

import static java.util.Objects.requireNonNull;

import ai.levqor.ops.policy.recovery.RecoveryAction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What became of one step.
 *
 * @param action what
 * @param status how far it came
 * @param detail for a person; holds no payload and no secret
 * @param counts what was counted, such as moved jobs
 * @param begunAt when the intent was recorded; empty if it was not begun
 * @param endedAt when its outcome was recorded; empty if it has not ended
 */
public record StepReport(
        RecoveryAction action,
        Status status,
        String detail,
        List<Count> counts,
        Optional<Instant> begunAt,
        Optional<Instant> endedAt) {

    /** How far a step came. */
    public enum Status {
        /** A real run would do it. */
        WOULD_DO,
        /** It waits for the steps before it. */
        PENDING,
        /** Its intent is recorded, its outcome is not. */
        RUNNING,
        /** It is done. */
        DONE,
        /** It was left out. */
        SKIPPED,
        /** It failed, or came to nothing. */
        FAILED
    }

    /**
     * Something that was counted.
     *
     * @param name such as {@code moved}
     * @param value zero or more
     */
    public record Count(String name, long value) {}

    public StepReport {
        requireNonNull(action, "action");
        requireNonNull(status, "status");
        requireNonNull(detail, "detail");
        counts = List.copyOf(counts);
        requireNonNull(begunAt, "begunAt");
        requireNonNull(endedAt, "endedAt");
    }

    static StepReport of(RecoveryAction action, Status status, String detail) {
        return new StepReport(action, status, detail, List.of(), Optional.empty(), Optional.empty());
    }

    StepReport begun(Instant at) {
        return new StepReport(action, Status.RUNNING, "", List.of(), Optional.of(at), Optional.empty());
    }

    StepReport during(List<Count> sofar, String how) {
        return new StepReport(action, status, how, sofar, begunAt, endedAt);
    }

    StepReport ended(Ending ending, Instant at) {
        return new StepReport(action, ending.status, ending.detail, ending.counts, begunAt, Optional.of(at));
    }

    boolean is(Status other) {
        return status == other;
    }

    /** How a step ended. */
    record Ending(Status status, String detail, List<Count> counts) {

        static Ending done(String detail, Count... counts) {
            return new Ending(Status.DONE, detail, List.of(counts));
        }

        static Ending failed(String detail, Count... counts) {
            return new Ending(Status.FAILED, detail, List.of(counts));
        }
    }
}
