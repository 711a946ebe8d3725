package ai.levqor.ops.engine.retention;

import ai.levqor.ops.engine.retention.RetentionRow.State;
import ai.levqor.ops.policy.retention.GapHistogram;
import ai.levqor.ops.spi.activity.DayRange;
import ai.levqor.ops.store.jdbc.LedgerMark;
import ai.levqor.ops.store.jdbc.LedgerRow;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Makes rows of a gap histogram: what the history reaches back for is a number, and the rest is unknown. */
final class DayFigures {
    private static final int WEEK = 7;
    private static final int MONTH = 30;

    private final LedgerMark mark;
    private final LocalDate first;
    private final long[] dau;
    private final long[] wau;
    private final long[] mau;
    private final Instant now;

    DayFigures(LedgerMark mark, GapHistogram gaps, Instant now) {
        this.mark = mark;
        this.first = LocalDate.ofEpochDay(gaps.firstDay());
        this.dau = gaps.active(1);
        this.wau = gaps.active(WEEK);
        this.mau = gaps.active(MONTH);
        this.now = now;
    }

    /** The rows of these days, computed now. */
    List<LedgerRow> rows(DayRange days) {
        var rows = new ArrayList<LedgerRow>();
        for (var day = days.from(); day.isBefore(days.to()); day = day.plusDays(1)) {
            rows.add(row(day));
        }
        return rows;
    }

    private LedgerRow row(LocalDate day) {
        var month = figure(day, mau, MONTH);
        return new LedgerRow(
                day,
                figure(day, dau, 1),
                figure(day, wau, WEEK),
                month,
                Optional.of(state(day, month).name()),
                Optional.of(now),
                Optional.empty());
    }

    private State state(LocalDate day, OptionalLong month) {
        if (mark.partialDay().filter(day::equals).isPresent()) {
            return State.PARTIAL;
        }
        return month.isPresent() ? State.FINAL : State.INCOMPLETE_WINDOW;
    }

    private OptionalLong figure(LocalDate day, long[] figures, int window) {
        return day.isBefore(mark.fullFrom(window))
                ? OptionalLong.empty()
                : OptionalLong.of(figures[(int) (day.toEpochDay() - first.toEpochDay())]);
    }
}
