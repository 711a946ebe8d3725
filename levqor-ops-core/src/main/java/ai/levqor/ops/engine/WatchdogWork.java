package ai.levqor.ops.engine;

import ai.levqor.ops.engine.job.Job;
import ai.levqor.ops.engine.job.Job.Ending;
import ai.levqor.ops.engine.job.JobProgress;
import ai.levqor.ops.engine.job.JobRun.Outcome;
import java.util.List;
import java.util.function.Consumer;

/** A look of the watchdog as a job. The loop looks too; whoever comes first to a tick number judges it. */
final class WatchdogWork implements Job.Work {
    private final Runnable look;

    WatchdogWork(Runnable look) {
        this.look = look;
    }

    @Override
    public String name() {
        return "watchdog";
    }

    @Override
    public String failure() {
        return "the objectives could not be judged";
    }

    @Override
    public Ending run(Consumer<JobProgress> progress) {
        look.run();
        return new Ending(Outcome.DONE, "the objectives are judged", List.of());
    }
}
