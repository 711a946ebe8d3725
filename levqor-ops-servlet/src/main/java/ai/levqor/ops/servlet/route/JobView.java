package ai.levqor.ops.servlet.route;

import ai.levqor.ops.engine.job.Job.Ending;
import ai.levqor.ops.engine.job.JobProgress;
import ai.levqor.ops.engine.job.JobRun;
import ai.levqor.ops.engine.job.JobRun.Count;
import ai.levqor.ops.engine.job.JobRun.Outcome;
import ai.levqor.ops.engine.job.JobStatus;
import ai.levqor.ops.schedule.Schedule;
import ai.levqor.ops.spi.state.FireStore.Entry;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A job as JSON.
 *
 * @param state {@code running} or {@code idle}
 * @param schedule when it runs, as its setting has it; null if only when asked
 * @param next when it is due next; null if it is not
 * @param progress how far it has come; null while it is idle
 * @param lastSuccess when a run of this process last ended well
 * @param runs of this process, newest first
 * @param fires what became of the times it was due, in the whole fleet, newest first; null if that is not known now
 */
record JobView(
        String name,
        String state,
        @Nullable String schedule,
        @Nullable String next,
        @Nullable ProgressView progress,
        @Nullable String lastSuccess,
        List<RunView> runs,
        @Nullable List<FireView> fires) {

    static JobView of(JobStatus status, int limit) {
        var report = status.report();
        var running = report.running();
        return new JobView(
                report.name(),
                running.isPresent() ? "running" : "idle",
                status.rules().schedule().map(Schedule::text).orElse(null),
                status.next().map(JobView::time).orElse(null),
                running.map(JobRun::progress).map(ProgressView::of).orElse(null),
                report.lastSuccess().map(JobView::time).orElse(null),
                report.runs().stream().limit(limit).map(RunView::of).toList(),
                status.fires()
                        .map(fires ->
                                fires.stream().limit(limit).map(FireView::of).toList())
                        .orElse(null));
    }

    private static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private static Map<String, Long> numbers(List<Count> counts) {
        var numbers = new LinkedHashMap<String, Long>();
        counts.forEach(count -> numbers.put(count.name(), count.value()));
        return numbers;
    }

    /** How far a run has come. */
    record ProgressView(String phase, long done, long all) {

        static ProgressView of(JobProgress progress) {
            return new ProgressView(progress.phase(), progress.done(), progress.all());
        }
    }

    /**
     * A run.
     *
     * @param millis how long it took; null while it runs
     */
    record RunView(
            boolean ok,
            String status,
            String message,
            String startedAt,
            @Nullable String endedAt,
            @Nullable Long millis,
            Map<String, Long> counts,
            ProgressView progress) {

        static RunView of(JobRun run) {
            return new RunView(
                    run.outcome() != Outcome.FAILED && run.outcome() != Outcome.TIMED_OUT,
                    DecisionView.code(run.outcome()),
                    run.message(),
                    time(run.startedAt()),
                    run.endedAt().map(JobView::time).orElse(null),
                    run.endedAt()
                            .map(end -> Duration.between(run.startedAt(), end).toMillis())
                            .orElse(null),
                    numbers(run.counts()),
                    ProgressView.of(run.progress()));
        }
    }

    /**
     * A time at which it was due.
     *
     * @param id the same in every instance
     * @param state what became of it
     */
    record FireView(
            String id,
            String at,
            String state,
            String note,
            String takenAt,
            @Nullable String settledAt) {

        static FireView of(Entry entry) {
            return new FireView(
                    entry.fire().id(),
                    time(entry.fire().at()),
                    DecisionView.code(entry.state()),
                    entry.note(),
                    time(entry.takenAt()),
                    entry.settledAt().map(JobView::time).orElse(null));
        }
    }

    /** What a run would do. */
    record RehearsalView(
            boolean ok, boolean dryRun, String job, String status, String message, Map<String, Long> counts) {

        static RehearsalView of(String job, Ending ending) {
            return new RehearsalView(
                    true, true, job, DecisionView.code(ending.outcome()), ending.message(), numbers(ending.counts()));
        }
    }
}
