package ai.levqor.ops.engine.retention;

import ai.levqor.ops.engine.retention.RetentionRow.Growth;
import ai.levqor.ops.policy.retention.GapHistogram;
import ai.levqor.ops.spi.activity.DayRange;
import ai.levqor.ops.spi.activity.GapSource;
import ai.levqor.ops.store.jdbc.LedgerMark;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;

/** Growth accounting of days whose month before is known. */
final class Growths {
    static final Map<LocalDate, Growth> NONE = Map.of();

    private static final int MONTH_AND_DAY = 31;

    private Growths() {}

    static Map<LocalDate, Growth> of(GapSource gaps, LedgerMark mark, DayRange days) {
        var known = mark.fullFrom(MONTH_AND_DAY);
        var from = days.from().minusDays(MONTH_AND_DAY).isBefore(mark.countedFrom())
                ? mark.countedFrom()
                : days.from().minusDays(MONTH_AND_DAY);
        var to =
                days.to().isAfter(mark.countedThrough()) ? mark.countedThrough().plusDays(1) : days.to();
        if (!from.isBefore(to)) {
            return NONE;
        }
        var range = new DayRange(from, to);
        var histogram = GapHistogram.builder(Math.toIntExact(from.toEpochDay()), range.days());
        gaps.gaps(range, histogram::add);
        var growths = new HashMap<LocalDate, Growth>();
        for (var day : histogram.build().activeDays()) {
            if (days.contains(day.day()) && !day.day().isBefore(known)) {
                growths.put(day.day(), new Growth(day.newcomers(), day.retained(), day.resurrected(), day.churned()));
            }
        }
        return growths;
    }
}
