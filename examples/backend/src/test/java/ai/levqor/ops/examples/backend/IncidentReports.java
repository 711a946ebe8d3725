package ai.levqor.ops.examples.backend;

import ai.levqor.ops.engine.recovery.RecoveryOutcome;
import ai.levqor.ops.engine.recovery.RecoveryReport;
import ai.levqor.ops.engine.recovery.RecoveryReport.Request;
import ai.levqor.ops.engine.recovery.StepReport;
import ai.levqor.ops.engine.recovery.StepReport.Count;
import ai.levqor.ops.engine.recovery.StepReport.Status;
import ai.levqor.ops.policy.Fact;
import ai.levqor.ops.policy.recovery.RecoveryAction;
import ai.levqor.ops.policy.recovery.RecoveryGuards;
import ai.levqor.ops.policy.recovery.RecoveryObservation.Origin;
import ai.levqor.ops.policy.recovery.RecoveryReason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Incidents for the tests. */
final class IncidentReports {
    static final Instant AT = Instant.parse("2026-01-01T08:30:15Z");

    private IncidentReports() {}

    static RecoveryReport running(String id) {
        return report(id, false, RecoveryReason.ERROR_RATE, RecoveryOutcome.RUNNING, List.of());
    }

    static RecoveryReport recovered(String id, long moved, long quarantined) {
        var counts = List.of(new Count("moved", moved), new Count("quarantined", quarantined));
        var redrive = new StepReport(
                RecoveryAction.REDRIVE,
                Status.DONE,
                moved + " jobs go to the retry queue",
                counts,
                Optional.of(AT),
                Optional.of(AT));
        return report(id, false, RecoveryReason.ERROR_RATE, RecoveryOutcome.RECOVERED, List.of(redrive));
    }

    static RecoveryReport refused(String id, RecoveryReason reason) {
        return report(id, false, reason, RecoveryOutcome.REFUSED, List.of());
    }

    static RecoveryReport planned(String id) {
        return report(id, true, RecoveryReason.ERROR_RATE, RecoveryOutcome.PLANNED, List.of());
    }

    private static RecoveryReport report(
            String id, boolean dryRun, RecoveryReason reason, RecoveryOutcome outcome, List<StepReport> steps) {
        return new RecoveryReport(
                id,
                AT,
                Optional.of(AT.plusSeconds(2)).filter(end -> outcome.ended()),
                dryRun,
                new Request(Origin.WATCHDOG, Optional.empty(), Optional.empty()),
                reason,
                List.of(new Fact("error_rate", 0.045, "ratio", 0.01)),
                RecoveryGuards.START,
                steps,
                outcome);
    }
}
