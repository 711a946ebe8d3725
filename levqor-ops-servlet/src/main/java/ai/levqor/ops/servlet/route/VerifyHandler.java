package ai.levqor.ops.servlet.route;

import ai.levqor.ops.engine.job.JobRun;
import ai.levqor.ops.servlet.http.Call;
import ai.levqor.ops.servlet.http.OpsResponse;
import ai.levqor.ops.servlet.http.Problem;
import ai.levqor.ops.servlet.http.Route;

/**
 * The integrity check. A POST makes all checks: who asks while they are made waits with the first; 202 says that they still
 * are. A GET tells what was found last. Checks that have failed are an answer, and no error of the route: it is 200 with
 * {@code ok} false.
 */
final class VerifyHandler implements Route.Handler {
    private final VerifyDesk desk;

    VerifyHandler(VerifyDesk desk) {
        this.desk = desk;
    }

    @Override
    public OpsResponse handle(Call call) {
        call.takesNoFields();
        return call.request().method().equals("POST") ? run() : last();
    }

    private OpsResponse last() {
        return OpsResponse.json(200, desk.last().get().map(VerifyView::of).orElseGet(VerifyView::never));
    }

    private OpsResponse run() {
        var run = desk.run().get();
        if (!run.outcome().ended()) {
            return OpsResponse.json(202, VerifyView.running(run));
        }
        return desk.last()
                .get()
                .filter(report -> !report.startedAt().isBefore(run.startedAt()))
                .map(report -> OpsResponse.json(200, VerifyView.of(report)))
                .orElseThrow(() -> cutShort(run));
    }

    private static RuntimeException cutShort(JobRun run) {
        return Problem.of(503, "verify-failed", "Nothing was checked", "The check was not made: " + run.message() + ".")
                .toException();
    }
}
