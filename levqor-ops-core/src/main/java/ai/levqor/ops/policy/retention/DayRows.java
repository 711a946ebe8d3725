package ai.levqor.ops.policy.retention;

import java.util.Arrays;

/**
 * The counts of days, a row for each active day: users by the gap before it, and users by their first day. The rows of the
 * current day are all that counting in order writes to, and fit the fastest cache. Days are positions from 1 on.
 */
final class DayRows {
    private static final int[] NONE = {};

    private int[][] gaps = {};
    private int[][] firsts = {};

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

    /** Zeros of the shape of all rows of {@link #firsts}. */
    int[][] likeFirsts() {
        var like = new int[firsts.length][];
        Arrays.setAll(like, day -> firsts[day].length == 0 ? NONE : new int[firsts[day].length]);
        return like;
    }

    GapHistogram histogram(Days range) {
        var builder = GapHistogram.builder(range.first(), range.count());
        for (int day = 1; day < gaps.length; day++) {
            for (int gap = 0; gap < gaps[day].length; gap++) {
                if (gaps[day][gap] != 0) {
                    builder.add(range.first() + day - 1, gap, gaps[day][gap]);
                }
            }
        }
        return builder.build();
    }

    void addActive(Days range, Cohorts.Builder cohorts) {
        for (int day = 1; day < firsts.length; day++) {
            for (int first = 1; first < firsts[day].length; first++) {
                if (firsts[day][first] != 0) {
                    cohorts.active(range.first() + first - 1, day - first, firsts[day][first]);
                }
            }
        }
    }

    private void open(int day) {
        if (day >= gaps.length) {
            var length = gaps.length;
            gaps = Arrays.copyOf(gaps, Math.max(day + 1, 2 * length));
            firsts = Arrays.copyOf(firsts, gaps.length);
            Arrays.fill(gaps, length, gaps.length, NONE);
            Arrays.fill(firsts, length, firsts.length, NONE);
        }
        if (gaps[day].length == 0) {
            gaps[day] = new int[GapHistogram.MOST + 1];
            firsts[day] = new int[day + 1];
        }
    }
}
