package ai.levqor.ops.engine.verify;

import static java.util.stream.Collectors.joining;

import ai.levqor.ops.engine.job.Job;
import ai.levqor.ops.engine.job.Job.Ending;
import ai.levqor.ops.engine.job.JobProgress;
import ai.levqor.ops.engine.job.JobRun.Count;
import ai.levqor.ops.engine.job.JobRun.Outcome;
import ai.levqor.ops.engine.verify.Finding.Status;
import ai.levqor.ops.engine.verify.IntegrityReport.Checked;
import java.util.List;
import java.util.function.Consumer;

/** The integrity check as a job. A check that has failed fails the run. */
public final class IntegrityWork implements Job.Work {
    /** What the job is asked for by. */
    public static final String NAME = "integrity";

    private final Integrity integrity;

    /** The job of this check. */
    public IntegrityWork(Integrity integrity) {
        this.integrity = integrity;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String failure() {
        return "the integrity could not be checked";
    }

    @Override
    public Ending run(Consumer<JobProgress> progress) {
        var report = integrity.run(progress);
        return new Ending(
                report.ok() ? Outcome.DONE : Outcome.FAILED,
                report.ok() ? "every check passed, or had nothing to look at" : failing(report),
                List.of(
                        new Count("passed", report.count(Status.PASSED)),
                        new Count("failed", report.count(Status.FAILED)),
                        new Count("skipped", report.count(Status.SKIPPED))));
    }

    private static String failing(IntegrityReport report) {
        return report.failing().stream().map(Checked::name).collect(joining(", ", "failing: ", ""));
    }

    @Override
    public void ended() {}
}
