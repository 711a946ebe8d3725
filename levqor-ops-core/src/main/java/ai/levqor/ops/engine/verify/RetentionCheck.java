package ai.levqor.ops.engine.verify;

import ai.levqor.ops.engine.retention.RetentionReport;
import ai.levqor.ops.engine.retention.RetentionRow;
import ai.levqor.ops.engine.retention.RetentionRow.State;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * {@code retention}: the days that nights should have counted are counted, and their figures go together.
 *
 * <pre>
 * of a final day:  0 &lt;= dau &lt;= wau &lt;= mau
 * no day is final that is not over
 * </pre>
 */
public final class RetentionCheck {
    /** How many days are looked at. */
    public static final int DAYS = 30;

    private RetentionCheck() {}

    /**
     * Looks at the last days.
     *
     * @param report of the last {@value #DAYS} days
     * @param ahead the days that are not over, today among them
     * @param nightDue when a night should have ended last: the days that were over then must be counted
     */
    public static Check of(
            Supplier<RetentionReport> report, Supplier<List<RetentionRow>> ahead, Supplier<Instant> nightDue) {
        return new Check("retention", () -> {
            var days = report.get();
            var ended = Stream.concat(days.rows().stream(), ahead.get().stream())
                    .filter(row -> row.state() == State.FINAL)
                    .toList();
            var wrong = ended.stream()
                    .flatMap(row -> wrong(row, days.lastFinished()).stream())
                    .findFirst();
            return wrong.map(Finding::failed).orElseGet(() -> fresh(days, nightDue.get(), ended.size()));
        });
    }

    private static Finding fresh(RetentionReport days, Instant nightDue, int finalDays) {
        if (days.asOf().isEmpty()) {
            return Finding.skipped(days.hint()
                    .map(RetentionReport.Hint::sentence)
                    .orElse("no day of the last " + DAYS + " is counted"));
        }
        var newest = days.asOf().get();
        var wanted = LocalDate.ofInstant(nightDue, days.zone()).minusDays(1);
        return newest.isBefore(wanted)
                ? Finding.failed("counted up to " + newest + ", and a night should have counted up to " + wanted)
                : Finding.passed("counted up to " + newest + "; " + Words.count(finalDays, "final day") + " looked at");
    }

    private static Optional<String> wrong(RetentionRow row, LocalDate lastFinished) {
        if (row.day().isAfter(lastFinished)) {
            return Optional.of(row.day() + " is final, and is not over");
        }
        if (row.dau().isEmpty() || row.wau().isEmpty() || row.mau().isEmpty()) {
            return Optional.of(row.day() + " is final, and a figure of it is unknown");
        }
        var dau = row.dau().getAsLong();
        var wau = row.wau().getAsLong();
        var mau = row.mau().getAsLong();
        return dau >= 0 && dau <= wau && wau <= mau
                ? Optional.empty()
                : Optional.of("%s has dau %d, wau %d, mau %d, and none may be less than the one before it"
                        .formatted(row.day(), dau, wau, mau));
    }
}
