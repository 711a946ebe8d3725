package ai.levqor.ops.servlet.route;

import ai.levqor.ops.engine.ScaleReport;
import ai.levqor.ops.engine.ScaleReport.Result;
import ai.levqor.ops.servlet.http.Call;
import ai.levqor.ops.servlet.http.OpsResponse;
import ai.levqor.ops.servlet.http.Problem;
import ai.levqor.ops.servlet.http.Route;

/** Takes one step now. It takes no field: a misspelt dry run must not become a real one. */
final class ApplyHandler implements Route.Handler {
    private final Autopilot autopilot;

    private record View(
            boolean ok, boolean applied, String action, int workers, String message, DecisionView decision) {}

    ApplyHandler(Autopilot autopilot) {
        this.autopilot = autopilot;
    }

    @Override
    public OpsResponse handle(Call call) {
        call.takesNoFields();
        var report = autopilot.apply().get();
        return switch (report.outcome().result()) {
            case STORE_FAILED ->
                throw Problem.of(
                                503,
                                "store-failed",
                                "Nothing could be written",
                                report.outcome().message())
                        .toException();
            case OUTRUN ->
                throw Problem.of(409, "outrun", "Outrun", report.outcome().message())
                        .toException();
            default -> OpsResponse.json(200, view(report));
        };
    }

    private View view(ScaleReport report) {
        var outcome = report.outcome();
        return new View(
                outcome.result() != Result.POOL_FAILED,
                outcome.result().applied(),
                DecisionView.code(report.decision().action()),
                outcome.workers(),
                outcome.message(),
                DecisionView.of(report, autopilot.spendLimit()));
    }
}
