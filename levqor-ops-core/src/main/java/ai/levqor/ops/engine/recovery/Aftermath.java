package ai.levqor.ops.engine.recovery;

import ai.levqor.ops.engine.recovery.StepReport.Status;
import ai.levqor.ops.policy.recovery.RecoveryAction;

/** What is made of a recovery whose process died: its intents without an outcome, and the steps it never came to. */
final class Aftermath {
    private Aftermath() {}

    /**
     * The report to go on with. A step that may be repeated is to be taken again; one that may not is reported; one that
     * was not begun is left out.
     *
     * @param mayAct whether anything may be done at all
     */
    static RecoveryReport of(RecoveryReport left, boolean mayAct) {
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
                            StepReport.Ending.done("begun, and the process that ran it ended: taken for done"),
                            left.at())
                    : step.ended(
                            StepReport.Ending.failed("interrupted: the process that ran it ended; not repeated"),
                            left.at());
        });
    }
}
