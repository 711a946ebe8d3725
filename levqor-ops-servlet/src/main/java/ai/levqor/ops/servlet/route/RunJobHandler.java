package ai.levqor.ops.servlet.route;

import ai.levqor.ops.engine.job.JobRun.Outcome;
import ai.levqor.ops.servlet.http.Call;
import ai.levqor.ops.servlet.http.FieldReader;
import ai.levqor.ops.servlet.http.OpsResponse;
import ai.levqor.ops.servlet.http.Problem;
import ai.levqor.ops.servlet.http.Route;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * Runs the job that the path names, or says what a run would do, if {@code dry_run} is asked for. Who asks while it runs
 * waits with the first; 202 says that it still runs.
 */
final class RunJobHandler implements Route.Handler {
    private final JobsDesk desk;

    private record View(String job, @JsonUnwrapped JobView.RunView run) {}

    RunJobHandler(JobsDesk desk) {
        this.desk = desk;
    }

    @Override
    public OpsResponse handle(Call call) {
        var path = call.request().path();
        var name = path.substring(path.lastIndexOf('/') + 1);
        if (!desk.names().contains(name)) {
            throw Problem.of(
                            404,
                            "no-such-job",
                            "No such job",
                            "There is no job of this name; GET /ops/jobs lists them.")
                    .toException();
        }
        var fields = new FieldReader(call.fields());
        var dryRun = fields.truth("dry_run").orElse(false);
        fields.done();
        return dryRun ? rehearsed(name) : run(name);
    }

    private OpsResponse rehearsed(String name) {
        var ending = desk.rehearse()
                .apply(name)
                .orElseThrow(() -> Problem.of(
                                422,
                                "no-dry-run",
                                "No dry run",
                                "This job has no dry run: without dry_run it does no harm if it is done again.")
                        .toException());
        return OpsResponse.json(200, JobView.RehearsalView.of(name, ending));
    }

    private OpsResponse run(String name) {
        var run = desk.run().apply(name);
        if (run.outcome() == Outcome.FAILED || run.outcome() == Outcome.TIMED_OUT) {
            throw Problem.of(503, "job-failed", "The job failed", "The job failed: " + run.message() + ".")
                    .toException();
        }
        return OpsResponse.json(run.outcome().ended() ? 200 : 202, new View(name, JobView.RunView.of(run)));
    }
}
