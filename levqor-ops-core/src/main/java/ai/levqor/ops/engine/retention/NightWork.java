package ai.levqor.ops.engine.retention;

import ai.levqor.ops.engine.job.Job;
import ai.levqor.ops.engine.job.Job.Ending;
import ai.levqor.ops.engine.job.JobProgress;
import ai.levqor.ops.engine.job.JobRun.Count;
import ai.levqor.ops.engine.job.JobRun.Outcome;
import ai.levqor.ops.engine.retention.RetentionPlan.Night;
import java.util.List;
import java.util.function.Consumer;

/** A night as a job. */
final class NightWork implements Job.Work {
    static final String NAME = "retention";

    private final RetentionPlan plan;
    private final Runnable before;
    private final Today today;
    private final RetentionMeters meters;
    private final Runnable ended;

    /**
     * @param before is done before each night, on its thread
     * @param ended is told after each night that changed something or might have
     */
    NightWork(RetentionPlan plan, Runnable before, Today today, RetentionMeters meters, Runnable ended) {
        this.plan = plan;
        this.before = before;
        this.today = today;
        this.meters = meters;
        this.ended = ended;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String failure() {
        return "the days could not be counted";
    }

    @Override
    public Ending run(Consumer<JobProgress> progress) {
        before.run();
        return ending(plan.bringUpTo(today.lastFinished(), now -> {
            var come = new JobProgress(now.phase(), now.done(), now.all());
            meters.progress(come);
            progress.accept(come);
        }));
    }

    private static Ending ending(Night night) {
        var counts = List.of(
                new Count("counted", night.counted()),
                new Count("revised", night.revised()),
                new Count("unrepaired", night.unrepaired()));
        return switch (night.outcome()) {
            case DONE -> new Ending(Outcome.DONE, "every finished day is counted", counts);
            case ELSEWHERE -> new Ending(Outcome.ELSEWHERE, "another instance is at it, or has just done it", counts);
            case NO_DATA -> new Ending(Outcome.NO_DATA, "the log has no finished day", counts);
        };
    }

    @Override
    public void ended() {
        meters.idle();
        ended.run();
    }
}
