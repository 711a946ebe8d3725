package ai.levqor.ops.engine.retention;

import ai.levqor.ops.engine.retention.RetentionRow.State;
import ai.levqor.ops.spi.activity.DayRange;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The days that were counted, {@value #MOST} at the most. What is known of a day stays known: a count that has less of the
 * log at hand than an earlier one had takes nothing away. Immutable.
 *
 * @param from the first day of the log that these were counted from
 * @param rows by day; none of them is missing
 */
record KeptRows(LocalDate from, NavigableMap<LocalDate, RetentionRow> rows) {
    static final int MOST = 366;

    /** Nothing was counted yet. */
    static final KeptRows NONE = new KeptRows(LocalDate.MAX, new TreeMap<>());

    /**
     * What came of a new count.
     *
     * @param rows all there is now
     * @param counted days that were not there before
     * @param revised days that have changed
     */
    record Merged(KeptRows rows, int counted, int revised) {}

    /** The last day that was counted. */
    Optional<LocalDate> last() {
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows.lastKey());
    }

    /** These days, oldest first; one that was not counted is there as missing. */
    List<RetentionRow> of(DayRange days) {
        var told = new ArrayList<RetentionRow>(days.days());
        for (var day = days.from(); day.isBefore(days.to()); day = day.plusDays(1)) {
            var row = rows.get(day);
            told.add(row == null ? RetentionRow.missing(day) : row);
        }
        return told;
    }

    /**
     * These rows with those of a new count.
     *
     * @param made what was counted, from {@code madeFrom} on
     * @param lateFrom from this day on rows may have changed because rows of the log came late
     */
    Merged with(List<RetentionRow> made, LocalDate madeFrom, LocalDate lateFrom, Instant now) {
        var all = new TreeMap<>(rows);
        var counted = 0;
        var revised = 0;
        for (var row : made) {
            var before = all.get(row.day());
            if (before == null) {
                all.put(row.day(), row);
                counted++;
            } else if (!sameFigures(before, row)
                    && known(row) >= known(before)
                    && (!madeFrom.isAfter(from) || !row.day().isBefore(lateFrom))) {
                all.put(row.day(), revised(row, before, now));
                revised++;
            }
        }
        while (all.size() > MOST) {
            all.pollFirstEntry();
        }
        return new Merged(new KeptRows(madeFrom.isBefore(from) ? madeFrom : from, all), counted, revised);
    }

    private static boolean sameFigures(RetentionRow one, RetentionRow other) {
        return one.dau().equals(other.dau())
                && one.wau().equals(other.wau())
                && one.mau().equals(other.mau())
                && one.growth().equals(other.growth())
                && one.state() == other.state();
    }

    private static int known(RetentionRow row) {
        return row.state() == State.MISSING
                ? -1
                : (row.dau().isPresent() ? 1 : 0)
                        + (row.wau().isPresent() ? 1 : 0)
                        + (row.mau().isPresent() ? 1 : 0)
                        + (row.growth().isPresent() ? 1 : 0);
    }

    private static RetentionRow revised(RetentionRow row, RetentionRow before, Instant now) {
        return new RetentionRow(
                row.day(),
                row.dau(),
                row.wau(),
                row.mau(),
                row.growth(),
                row.state(),
                before.computedAt(),
                Optional.of(now));
    }
}
