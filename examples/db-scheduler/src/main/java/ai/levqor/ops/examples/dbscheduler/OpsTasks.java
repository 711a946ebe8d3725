package ai.levqor.ops.examples.dbscheduler;

import ai.levqor.ops.LevqorOps;
import ai.levqor.ops.engine.job.HostJob;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Schedule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** The jobs of an autopilot as recurring tasks of db-scheduler, which sees to it that each time is run once in a fleet. */
final class OpsTasks {
    private OpsTasks() {}

    /**
     * Those that have a schedule. The autopilot's own scheduler must be off.
     *
     * @param ran is told a job and the time it was due, each time that it was run without failing
     */
    static List<RecurringTask<?>> of(LevqorOps ops, BiConsumer<String, Instant> ran) {
        if (ops.jobs().isScheduled()) {
            throw new IllegalArgumentException("OPS_SCHEDULER must be off, or each job runs twice");
        }
        var tasks = new ArrayList<RecurringTask<?>>();
        for (var job : ops.jobs().forHost()) {
            job.schedule().ifPresent(schedule -> tasks.add(task(job, schedule, ran)));
        }
        return tasks;
    }

    private static RecurringTask<?> task(
            HostJob job, ai.levqor.ops.schedule.Schedule schedule, BiConsumer<String, Instant> ran) {
        return Tasks.recurring(job.name(), new Times(schedule)).execute((instance, context) -> {
            job.task().run(); // throws if it failed: db-scheduler counts that, and runs it at its next time
            ran.accept(job.name(), context.getExecution().getExecutionTime());
        });
    }

    /** A schedule of the library, as db-scheduler asks for one. */
    private record Times(ai.levqor.ops.schedule.Schedule schedule) implements Schedule {
        @Override
        public Instant getNextExecutionTime(ExecutionComplete complete) {
            return schedule.next(complete.getTimeDone()).orElse(NEVER);
        }

        @Override
        public boolean isDeterministic() {
            return true;
        }

        @Override
        public String toString() {
            return schedule.text();
        }
    }
}
