package ai.levqor.ops.servlet.route;

import ai.levqor.ops.engine.job.JobProgress;
import ai.levqor.ops.engine.job.JobReport;
import ai.levqor.ops.engine.job.JobRun;
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
 * @param progress how far it has come; null while it is idle
 * @param lastSuccess when a run of this process last ended well
 * @param runs newest first
 */
record JobView(
        String name,
        String state,
        @Nullable ProgressView progress,
        @Nullable String lastSuccess,
        List<RunView> runs) {

    static JobView of(JobReport report, int limit) {
        var running = report.running();
        return new JobView(
                report.name(),
                running.isPresent() ? "running" : "idle",
                running.map(JobRun::progress).map(ProgressView::of).orElse(null),
                report.lastSuccess().map(JobView::time).orElse(null),
                report.runs().stream().limit(limit).map(RunView::of).toList());
    }

    private static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    /** How far a run has come. */
    record ProgressView(String phase, long done, long all) {

        static ProgressView of(JobProgress progress) {
            return new ProgressView(progress.phase(), progress.done(), progress.all());
        }
    }

    /** A run. */
    record RunView(
            boolean ok,
            String status,
            String message,
            String startedAt,
            @Nullable String endedAt,
            Map<String, Long> counts,
            ProgressView progress) {

        static RunView of(JobRun run) {
            var counts = new LinkedHashMap<String, Long>();
            run.counts().forEach(count -> counts.put(count.name(), count.value()));
            return new RunView(
                    run.outcome() != JobRun.Outcome.FAILED,
                    DecisionView.code(run.outcome()),
                    run.message(),
                    time(run.startedAt()),
                    run.endedAt().map(JobView::time).orElse(null),
                    counts,
                    ProgressView.of(run.progress()));
        }
    }
}
