package ai.levqor.ops.servlet.route;

import ai.levqor.ops.engine.job.JobRun;
import ai.levqor.ops.engine.verify.IntegrityReport;
import ai.levqor.ops.engine.verify.IntegrityReport.Checked;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the integrity check has found, as JSON.
 *
 * @param ok whether no check has failed; null if that is not known
 * @param status {@code passed}, {@code failed}, {@code running} or {@code never}
 * @param failing the names of the checks that have failed
 * @param hint what to do if nothing is known; else null
 */
record VerifyView(
        @Nullable Boolean ok,
        String status,
        @Nullable String startedAt,
        @Nullable String computedAt,
        @Nullable Long millis,
        List<String> failing,
        List<CheckView> checks,
        @Nullable String hint) {

    static VerifyView of(IntegrityReport report) {
        return new VerifyView(
                report.ok(),
                report.ok() ? "passed" : "failed",
                time(report.startedAt()),
                time(report.computedAt()),
                report.took().toMillis(),
                report.failing().stream().map(Checked::name).toList(),
                report.checks().stream().map(CheckView::of).toList(),
                null);
    }

    static VerifyView running(JobRun run) {
        return unknown("running", time(run.startedAt()), "The check is under way. GET this route tells what it finds.");
    }

    static VerifyView never() {
        return unknown("never", null, "Nothing was checked since the start. POST this route checks now.");
    }

    private static VerifyView unknown(String status, @Nullable String startedAt, String hint) {
        return new VerifyView(null, status, startedAt, null, null, List.of(), List.of(), hint);
    }

    private static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    /** One check. */
    record CheckView(String name, String status, String detail, long millis) {

        static CheckView of(Checked check) {
            return new CheckView(
                    check.name(),
                    DecisionView.code(check.finding().status()),
                    check.finding().detail(),
                    check.took().toMillis());
        }
    }
}
