package ai.levqor.ops.policy.retention;

import java.util.Arrays;

/**
 * The counts of days, a row of each kind for an active day. The rows of the current day are all that counting in order
 * writes to, and fit the fastest cache. Days are positions from 1 on.
 */
final class DayRows {
    private static final int[] NONE = {};

    private int[][] gaps = {};
    private int[][] firsts = {};
    private int[][] lasts = {};

    /** Users active on a day by gap, from 0 to {@link GapHistogram#MOST}. */
    int[] gaps(int day) {
        open(day);
        return gaps[day];
    }

    /** Users active on a day by the position of their first day, up to this one. */
    int[] firsts(int day) {
        open(day);
        return firsts[day];
    }

    /** Users whose last day is a day by the position of their first day, up to this one. */
    int[] lasts(int day) {
        open(day);
        return lasts[day];
    }

    /** The same of all days, set back to 0; a day without a row has an empty one. */
    int[][] clearedLasts() {
        for (var row : lasts) {
            Arrays.fill(row, 0);
        }
        return lasts;
    }

    /** Adds these counts to those of a range, the first day of which is at position 1. */
    void addTo(int firstDay, GapHistogram.Builder histogram, Cohorts.Builder cohorts) {
        for (int day = 1; day < gaps.length; day++) {
            for (int gap = 0; gap < gaps[day].length; gap++) {
                if (gaps[day][gap] != 0) {
                    histogram.add(firstDay + day - 1, gap, gaps[day][gap]);
                }
            }
            for (int first = 1; first < firsts[day].length; first++) {
                if (firsts[day][first] != 0) {
                    cohorts.active(firstDay + first - 1, day - first, firsts[day][first])
                            .last(firstDay + first - 1, day - first, lasts[day][first]);
                }
            }
        }
    }

    private void open(int day) {
        if (day >= gaps.length) {
            var length = gaps.length;
            gaps = Arrays.copyOf(gaps, Math.max(day + 1, 2 * length));
            firsts = Arrays.copyOf(firsts, gaps.length);
            lasts = Arrays.copyOf(lasts, gaps.length);
            Arrays.fill(gaps, length, gaps.length, NONE);
            Arrays.fill(firsts, length, gaps.length, NONE);
            Arrays.fill(lasts, length, gaps.length, NONE);
        }
        if (gaps[day].length == 0) {
            gaps[day] = new int[GapHistogram.MOST + 1];
            firsts[day] = new int[day + 1];
            lasts[day] = new int[day + 1];
        }
    }
}
