package ai.levqor.ops.policy.recovery;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * One step of a plan.
 *
 * @param action what
 * @param skipped why it is left out; empty if it is to be done
 */
public record PlannedStep(RecoveryAction action, Optional<Skip> skipped) {

    /** Why a step is left out. */
    public enum Skip {
        /** The recovery as a whole is refused. */
        REFUSED,
        /** The host has nothing that could do it. */
        NOT_SUPPORTED,
        /** There are no dead letters. */
        NOTHING_DEAD,
        /** Nothing fails, so more load would not help. */
        NO_FAILURES,
        /** {@code NEW_QUEUE_ENABLED} is off. */
        FLAG_OFF
    }

    public PlannedStep {
        requireNonNull(action, "action");
        requireNonNull(skipped, "skipped");
    }

    static PlannedStep toDo(RecoveryAction action) {
        return new PlannedStep(action, Optional.empty());
    }

    static PlannedStep without(RecoveryAction action, Skip why) {
        return new PlannedStep(action, Optional.of(why));
    }
}
