package ai.levqor.ops.servlet.route;

import ai.levqor.ops.engine.job.Job.Ending;
import ai.levqor.ops.engine.job.JobRun;
import ai.levqor.ops.engine.job.JobStatus;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * What the routes ask of the jobs, and no more. Each function is safe for many threads.
 *
 * @param names what jobs there are
 * @param all each of them, with so many of its last fires at the most
 * @param run runs the job of a name, and waits for a while
 * @param rehearse what a run would do; empty if it has no dry run
 */
public record JobsDesk(
        List<String> names,
        IntFunction<List<JobStatus>> all,
        Function<String, JobRun> run,
        Function<String, Optional<Ending>> rehearse) {

    public JobsDesk {
        names = List.copyOf(names);
    }
}
