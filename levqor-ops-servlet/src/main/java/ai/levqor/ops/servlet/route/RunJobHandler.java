package ai.levqor.ops.servlet.route;

import ai.levqor.ops.engine.job.JobRun;
import ai.levqor.ops.engine.job.JobRun.Outcome;
import ai.levqor.ops.servlet.http.Call;
import ai.levqor.ops.servlet.http.OpsResponse;
import ai.levqor.ops.servlet.http.Problem;
import ai.levqor.ops.servlet.http.Route;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Runs the job that the path names. Who asks while it runs waits with the first; 202 says that it still runs.
 */
final class RunJobHandler implements Route.Handler {
    private final Map<String, Supplier<JobRun>> jobs;

    private record View(String job, @JsonUnwrapped JobView.RunView run) {}

    /**
     * @param jobs what runs each job
     */
    RunJobHandler(Map<String, Supplier<JobRun>> jobs) {
        this.jobs = Map.copyOf(jobs);
    }

    @Override
    public OpsResponse handle(Call call) {
        var path = call.request().path();
        var name = path.substring(path.lastIndexOf('/') + 1);
        var job = jobs.get(name);
        if (job == null) {
            throw Problem.of(
                            404,
                            "no-such-job",
                            "No such job",
                            "There is no job of this name; GET /ops/jobs lists them.")
                    .toException();
        }
        call.takesNoFields();
        var run = job.get();
        if (run.outcome() == Outcome.FAILED) {
            throw Problem.of(503, "job-failed", "The job failed", "The job failed: " + run.message() + ".")
                    .toException();
        }
        return OpsResponse.json(run.outcome().ended() ? 200 : 202, new View(name, JobView.RunView.of(run)));
    }
}
