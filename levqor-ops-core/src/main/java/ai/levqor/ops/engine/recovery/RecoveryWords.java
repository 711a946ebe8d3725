package ai.levqor.ops.engine.recovery;

import ai.levqor.ops.engine.recovery.StepReport.Status;
import ai.levqor.ops.policy.recovery.PlannedStep;
import ai.levqor.ops.policy.recovery.RecoveryAction;
import ai.levqor.ops.policy.recovery.RecoveryReason;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.stream.Collectors;

/** A recovery in words for a person: views of its reason, its facts and its steps. */
public final class RecoveryWords {
    private RecoveryWords() {}

    /** What a report says, in one sentence without a full stop. */
    public static String of(RecoveryReport report) {
        var why = why(report);
        return switch (report.outcome()) {
            case PLANNED -> "a dry run changes nothing: " + why;
            case REFUSED -> "nothing was done: " + why;
            case STORE_FAILED -> "nothing was done: the state store cannot be written";
            case RUNNING -> "a recovery is under way: " + why;
            case RECOVERED -> "recovered: " + why + "; " + done(report);
            case PARTLY -> "recovered in part: " + why + "; " + done(report);
            case FAILED -> "the recovery failed: " + why;
            case NOTHING_TO_DO -> "there was nothing this host could do: " + why;
            case CANCELLED -> "cancelled by a person: " + done(report);
            case INTERRUPTED -> "the recovery was interrupted: " + done(report);
        };
    }

    private static String why(RecoveryReport report) {
        return switch (report.reason()) {
            case ERROR_RATE -> "error rate " + percent(report, "error_rate") + " above its limit";
            case FAILURES -> number(report, "failures_last_5m") + " failures in the window";
            case OBJECTIVES_MISSED -> "the objectives are missed, and nothing fails";
            case NOT_NEEDED -> "nothing fails";
            case SIGNALS_UNKNOWN -> "neither the error rate nor the failures are known";
            case ALREADY_RUNNING -> "a recovery is under way";
            case AUTORECOVER_OFF -> "INCIDENT_AUTORECOVER is off";
            case LATCHED ->
                "automatic recovery is latched after " + number(report, "automatic_recoveries_last_hour")
                        + " within an hour, until a person releases it";
            case COOLING_DOWN ->
                "the last recovery was " + number(report, "since_last_recovery") + " s ago, and the cool-down stands";
        };
    }

    private static String done(RecoveryReport report) {
        var done = report.steps().stream()
                .filter(step -> step.is(Status.DONE) || step.is(Status.FAILED))
                .map(step -> step.detail())
                .collect(Collectors.joining("; "));
        return done.isEmpty() ? "no step was taken" : done;
    }

    private static String percent(RecoveryReport report, String fact) {
        var value = report.fact(fact);
        return value.isEmpty() ? "unknown" : plain(value.getAsDouble() * 100) + " %";
    }

    private static String number(RecoveryReport report, String fact) {
        var value = report.fact(fact);
        return value.isEmpty() ? "some" : plain(value.getAsDouble());
    }

    static String plain(double value) {
        return BigDecimal.valueOf(value)
                .setScale(2, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }

    /** A planned step as a report has it before anything is done. */
    static StepReport planned(PlannedStep step, RecoveryReason reason, boolean dryRun) {
        return step.skipped()
                .map(skip -> StepReport.of(step.action(), Status.SKIPPED, skipped(skip, step.action(), reason)))
                .orElseGet(() ->
                        StepReport.of(step.action(), dryRun ? Status.WOULD_DO : Status.PENDING, intent(step.action())));
    }

    private static String intent(RecoveryAction action) {
        return switch (action) {
            case REDRIVE -> "move the dead letters to the retry queue";
            case RESTART_WORKERS -> "replace the workers";
            case ROTATE_PROCESS -> "replace the process";
        };
    }

    private static String skipped(PlannedStep.Skip skip, RecoveryAction action, RecoveryReason reason) {
        return switch (skip) {
            case REFUSED ->
                switch (reason) {
                    case ALREADY_RUNNING -> "a recovery is under way";
                    case AUTORECOVER_OFF -> "INCIDENT_AUTORECOVER is off";
                    case LATCHED -> "automatic recovery is latched until a person releases it";
                    case COOLING_DOWN -> "the cool-down stands";
                    case SIGNALS_UNKNOWN -> "the signals are unknown";
                    default -> "not needed";
                };
            case NOT_SUPPORTED ->
                switch (action) {
                    case REDRIVE -> "the queue keeps no dead letters";
                    case RESTART_WORKERS -> "the worker pool cannot restart its workers";
                    case ROTATE_PROCESS -> "the host gives no way to replace the process";
                };
            case NOTHING_DEAD -> "there are no dead letters";
            case NO_FAILURES -> "nothing fails, and more load would not help";
            case FLAG_OFF -> "NEW_QUEUE_ENABLED is off";
        };
    }
}
