package ai.levqor.ops.engine.recovery;

import ai.levqor.ops.engine.recovery.StepReport.Status;
import ai.levqor.ops.policy.recovery.RecoveryAction;
import java.time.Instant;
import java.util.Optional;

/** What is made of a recovery whose process died: its intents without an outcome, and the steps it never came to. */
final class Aftermath {
    private Aftermath() {}

    /**
     * The report to go on with. A step that may be repeated is to be taken again; one that may not is reported; one that
     * was not begun is left out.
     *
     * @param mayAct whether anything may be done at all
     * @param now when it is reported
     */
    static RecoveryReport of(RecoveryReport left, boolean mayAct, Instant now) {
        return left.withUnended(step -> {
            if (step.is(Status.PENDING)) {
                return StepReport.of(
                        step.action(), Status.SKIPPED, "the process that ran the recovery ended before it");
            }
            if (step.action().repeatable() && mayAct) {
                return StepReport.of(step.action(), Status.PENDING, "taken up");
            }
            return step.action() == RecoveryAction.ROTATE_PROCESS
                    ? step.ended(
                            StepReport.Ending.done("begun, and the process that ran it ended: taken for done"), now)
                    : step.ended(
                            StepReport.Ending.failed("interrupted: the process that ran it ended; not repeated"), now);
        });
    }

    /** A process that ended by its own rotation, or after its last step, was not interrupted: the steps tell. */
    static Optional<RecoveryOutcome> verdict(RecoveryReport left) {
        var cut = left.steps().stream()
                .anyMatch(step -> step.is(Status.PENDING)
                        || (step.is(Status.RUNNING) && step.action() != RecoveryAction.ROTATE_PROCESS));
        return cut ? Optional.of(RecoveryOutcome.INTERRUPTED) : Optional.empty();
    }
}
