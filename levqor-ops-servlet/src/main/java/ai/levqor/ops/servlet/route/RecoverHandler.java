package ai.levqor.ops.servlet.route;

import ai.levqor.ops.engine.recovery.RecoveryOutcome;
import ai.levqor.ops.engine.recovery.RecoveryReport;
import ai.levqor.ops.engine.recovery.RecoveryRequest;
import ai.levqor.ops.engine.recovery.RecoveryWhatIf;
import ai.levqor.ops.engine.recovery.RecoveryWords;
import ai.levqor.ops.policy.recovery.RecoveryReason;
import ai.levqor.ops.servlet.http.Call;
import ai.levqor.ops.servlet.http.FieldReader;
import ai.levqor.ops.servlet.http.OpsResponse;
import ai.levqor.ops.servlet.http.Problem;
import ai.levqor.ops.servlet.http.Route;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Recovers, or says what it would do. The same {@code incident_id}, or the same {@code Idempotency-Key}, is one incident:
 * whoever asks again gets its report, also after a restart, and whoever asks while it runs waits with the first.
 */
final class RecoverHandler implements Route.Handler {
    private static final long MOST_FAILURES = 1_000_000_000_000L;
    private static final String ONLY_IN_A_DRY_RUN = "is taken in a dry run only; a real one goes by the live signals";
    private static final String ID_RULE =
            "must be 1 to 64 letters, digits, dots, dashes or underscores, and begin with a letter or digit";

    private final RecoveryDesk desk;

    RecoverHandler(RecoveryDesk desk) {
        this.desk = desk;
    }

    private record Asked(boolean dryRun, RecoveryRequest request, RecoveryWhatIf instead) {}

    @Override
    public OpsResponse handle(Call call) {
        var asked = read(call);
        if (asked.dryRun()) {
            return OpsResponse.json(200, IncidentView.of(desk.plan().apply(asked.request(), asked.instead())));
        }
        var report = desk.recover().apply(asked.request());
        requireSame(asked.request(), report);
        if (report.reason() == RecoveryReason.ALREADY_RUNNING) {
            throw Problem.of(
                            409,
                            "recovery-under-way",
                            "Recovery under way",
                            "One recovery at a time; GET /ops/incidents shows how far it has come.")
                    .toException();
        }
        if (report.outcome() == RecoveryOutcome.STORE_FAILED) {
            throw Problem.of(503, "store-failed", "Nothing could be written", RecoveryWords.of(report))
                    .toException();
        }
        return OpsResponse.json(report.outcome().ended() ? 200 : 202, IncidentView.of(report));
    }

    private static Asked read(Call call) {
        var fields = new FieldReader(call.fields());
        var dryRun = fields.truth("dry_run").orElse(false);
        var id = fields.text("incident_id", RecoveryRequest.INCIDENT_ID, ID_RULE);
        var note = fields.text("reason", RecoveryRequest.NOTE, "must be one line of 1 to 200 characters");
        var resumes = fields.text("resume", RecoveryRequest.INCIDENT_ID, ID_RULE);
        var errorRate = fields.decimal("error_rate", 1);
        var failures = fields.whole("failures_last_5m", 0, MOST_FAILURES);
        if (!dryRun) {
            fields.without("error_rate", ONLY_IN_A_DRY_RUN);
            fields.without("failures_last_5m", ONLY_IN_A_DRY_RUN);
        }
        fields.done();
        var name = id.or(() -> call.keyDigest().map(digest -> "key-" + digest));
        return new Asked(
                dryRun,
                new RecoveryRequest(name, note, resumes),
                new RecoveryWhatIf(
                        errorRate.isPresent()
                                ? OptionalDouble.of(errorRate.get().doubleValue())
                                : OptionalDouble.empty(),
                        failures));
    }

    /** An incident that was asked for in other words before is another one. */
    private static void requireSame(RecoveryRequest request, RecoveryReport report) {
        var before = report.request();
        if (!Optional.of(report.incidentId()).equals(request.incidentId())) {
            return;
        }
        if (!before.note().equals(request.note()) || !before.resumes().equals(request.resumes())) {
            throw Problem.of(
                            422,
                            "incident-id-reused",
                            "Incident id reused",
                            "This incident_id or Idempotency-Key came with another request before; take a new one.")
                    .toException();
        }
    }
}
