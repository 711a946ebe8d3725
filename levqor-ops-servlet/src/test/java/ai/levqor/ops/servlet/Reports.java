package ai.levqor.ops.servlet;

import ai.levqor.ops.engine.ScaleReport;
import ai.levqor.ops.engine.ScaleReport.Outcome;
import ai.levqor.ops.engine.ScaleReport.Result;
import ai.levqor.ops.engine.Signals;
import ai.levqor.ops.engine.recovery.RecoveryOutcome;
import ai.levqor.ops.engine.recovery.RecoveryReport;
import ai.levqor.ops.engine.recovery.RecoveryRequest;
import ai.levqor.ops.engine.recovery.RecoveryWhatIf;
import ai.levqor.ops.engine.recovery.StepReport;
import ai.levqor.ops.policy.Fact;
import ai.levqor.ops.policy.Reading;
import ai.levqor.ops.policy.Reading.UnknownCause;
import ai.levqor.ops.policy.recovery.RecoveryAction;
import ai.levqor.ops.policy.recovery.RecoveryGuards;
import ai.levqor.ops.policy.recovery.RecoveryObservation.Origin;
import ai.levqor.ops.policy.recovery.RecoveryReason;
import ai.levqor.ops.policy.scale.Latency;
import ai.levqor.ops.policy.scale.ScaleAction;
import ai.levqor.ops.policy.scale.ScaleDecision;
import ai.levqor.ops.policy.scale.ScaleDecision.Guard;
import ai.levqor.ops.policy.scale.ScaleObservation;
import ai.levqor.ops.policy.scale.ScaleReason;
import ai.levqor.ops.policy.scale.SpendLevel;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reports as the engine makes them. */
public final class Reports {
    public static final Instant NOW = Instant.parse("2026-03-05T09:10:11.123456Z");

    private Reports() {}

    /** A step up under pressure, everything known. */
    public static ScaleReport stepUp(Result result) {
        var seen = new ScaleObservation(
                NOW,
                2,
                Reading.known(Latency.of(40, Duration.ofMillis(180)), NOW),
                Reading.known(12L, NOW),
                Reading.known(0.025, NOW),
                Reading.known(new SpendLevel(new BigDecimal("3.50"), Optional.of(new BigDecimal("99"))), NOW));
        var facts = List.of(
                new Fact("p95_latency_ms", 180, "ms", 150), new Fact("requests", 40, "requests", Fact.NO_LIMIT));
        var decision = new ScaleDecision(
                ScaleAction.SCALE_UP, ScaleReason.LATENCY_AND_QUEUE_PRESSURE, 2, 3, Guard.CLEAR, facts);
        return report(seen, decision, true, new Outcome(result, result.applied() ? 3 : 2, "as told"));
    }

    /** A hold because nothing is known. */
    public static ScaleReport blind() {
        var seen = new ScaleObservation(
                NOW,
                2,
                Reading.unknown(UnknownCause.FAILED),
                Reading.unknown(UnknownCause.LATE),
                Reading.unknown(UnknownCause.FAILED),
                Reading.unknown(UnknownCause.NOT_CONFIGURED));
        var decision = new ScaleDecision(
                ScaleAction.HOLD, ScaleReason.UNKNOWN_LATENCY_AND_QUEUE, 2, 2, Guard.FROZEN, List.of());
        return report(seen, decision, false, new Outcome(Result.NOTHING_TO_DO, 2, "nothing to change"));
    }

    private static ScaleReport report(
            ScaleObservation seen, ScaleDecision decision, boolean autoscaleEnabled, Outcome outcome) {
        var signals = new Signals(Optional.empty(), Optional.empty(), Optional.empty(), List.of());
        return new ScaleReport(seen, signals, decision, autoscaleEnabled, outcome);
    }

    public static RecoveryReport recovered(RecoveryRequest request) {
        return recovery(request, false, RecoveryOutcome.RECOVERED, StepReport.Status.DONE);
    }

    public static RecoveryReport planned(RecoveryRequest request, RecoveryWhatIf instead) {
        return recovery(request, true, RecoveryOutcome.PLANNED, StepReport.Status.WOULD_DO);
    }

    public static RecoveryReport recovery(
            RecoveryRequest request, boolean dryRun, RecoveryOutcome outcome, StepReport.Status status) {
        return new RecoveryReport(
                request.incidentId().orElse("inc-1"),
                NOW,
                outcome.ended() ? Optional.of(NOW.plusSeconds(1)) : Optional.empty(),
                dryRun,
                new RecoveryReport.Request(Origin.MANUAL, request.note(), request.resumes()),
                RecoveryReason.ERROR_RATE,
                List.of(new Fact("error_rate", 0.02, "ratio", 0.01), new Fact("failures_last_5m", 12, "failures", 0)),
                RecoveryGuards.START,
                List.of(
                        new StepReport(
                                RecoveryAction.REDRIVE,
                                status,
                                "12 jobs go to the retry queue",
                                List.of(new StepReport.Count("moved", 12)),
                                Optional.of(NOW),
                                Optional.of(NOW.plusSeconds(1))),
                        new StepReport(
                                RecoveryAction.ROTATE_PROCESS,
                                StepReport.Status.SKIPPED,
                                "NEW_QUEUE_ENABLED is off",
                                List.of(),
                                Optional.empty(),
                                Optional.empty())),
                outcome);
    }
}
