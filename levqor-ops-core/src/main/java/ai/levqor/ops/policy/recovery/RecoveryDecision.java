package ai.levqor.ops.policy.recovery;

import static java.util.Objects.requireNonNull;

import ai.levqor.ops.policy.Fact;
import java.util.List;

/**
 * Whether to recover, why, and how.
 *
 * @param reason the one reason that settled it
 * @param steps every step there is, in order; each skipped if the recovery is refused
 * @param latches whether this recovery closes the latch: no automatic one after it before a person releases it
 * @param facts the numbers that were looked at; a signal that is unknown is not among them
 */
public record RecoveryDecision(RecoveryReason reason, List<PlannedStep> steps, boolean latches, List<Fact> facts) {

    public RecoveryDecision {
        requireNonNull(reason, "reason");
        steps = List.copyOf(steps);
        facts = List.copyOf(facts);
        for (var step : steps) {
            if (!reason.recovers() && step.skipped().isEmpty()) {
                throw new IllegalArgumentException("a recovery that is refused must skip every step, reason " + reason);
            }
        }
    }

    /** Whether to recover. */
    public boolean recovers() {
        return reason.recovers();
    }
}
