package ai.levqor.ops.policy.retention;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * The one partial from which every active-user figure follows: {@code users(d, g)} users were active on day {@code d}
 * whose last active day before it is {@code g} days back, or who have none ({@code g == 0}).
 *
 * <p>Such a user counts among the N-day active users of the days from {@code d + max(0, N - g)} to {@code d + N - 1}:
 * before that, the earlier visit counts already. So one histogram gives the active users of every window up to
 * {@value #MOST} days, and histograms of disjoint users add up. Immutable. Days are days since 1970-01-01.
 */
public final class GapHistogram {
    /** The gap of a user's first active day. */
    public static final int NEW = 0;

    /** The longest gap that is told apart; this one and every longer one count here. Also the longest window. */
    public static final int MOST = 366;

    private static final int GAPS = MOST + 1;
    private static final int WEEK = 7;
    private static final int MONTH = 30;

    private final int firstDay;
    private final long[][] users;

    private GapHistogram(int firstDay, long[][] users) {
        this.firstDay = firstDay;
        this.users = users;
    }

    /** Counts a histogram of so many days. */
    public static Builder builder(int firstDay, int days) {
        return new Builder(firstDay, days);
    }

    /**
     * The gap between two active days, capped at {@value #MOST}; {@value #NEW} if there is none before.
     *
     * @param before the last active day before {@code day}, if any
     */
    public static int gap(OptionalInt before, int day) {
        return before.isEmpty() ? NEW : gap(before.getAsInt(), day);
    }

    static int gap(long before, long day) {
        if (before >= day) {
            throw new IllegalArgumentException("before must be < day " + day + ", was " + before);
        }
        return (int) Math.min(day - before, MOST);
    }

    /** The first day. */
    public int firstDay() {
        return firstDay;
    }

    /** How many days. */
    public int days() {
        return users.length;
    }

    /** Users active on a day, by the gap before it. */
    public long users(int day, int gap) {
        var row = users[index(firstDay, users.length, day)];
        return row.length == 0 ? 0 : row[cell(gap)];
    }

    /** Distinct users of all days: each is new once. */
    public long users() {
        long sum = 0;
        for (var row : users) {
            sum += row.length == 0 ? 0 : row[NEW];
        }
        return sum;
    }

    /** Distinct users active on a day or the {@code window - 1} before it, for each day in turn. */
    public long[] active(int window) {
        if (window < 1 || window > MOST) {
            throw new IllegalArgumentException("window must be in [1, " + MOST + "], was " + window);
        }
        var days = users.length;
        var change = new long[days + 1];
        for (int day = 0; day < days; day++) {
            var row = users[day];
            var end = Math.min((long) days, (long) day + window);
            for (int gap = 0; gap < row.length; gap++) {
                var from = gap == NEW ? day : day + Math.max(0, window - gap);
                change[Math.min(days, from)] += row[gap];
                change[(int) end] -= row[gap];
            }
        }
        return runningSums(change, days);
    }

    private static long[] runningSums(long[] change, int days) {
        var active = new long[days];
        long sum = 0;
        for (int day = 0; day < days; day++) {
            sum += change[day];
            active[day] = sum;
        }
        return active;
    }

    /** Every day with its active users and growth accounting. */
    public List<ActiveDay> activeDays() {
        var dau = active(1);
        var wau = active(WEEK);
        var mau = active(MONTH);
        var all = new ArrayList<ActiveDay>(users.length);
        for (int day = 0; day < users.length; day++) {
            var row = users[day];
            var newcomers = row.length == 0 ? 0 : row[NEW];
            long resurrected = 0;
            for (int gap = MONTH + 1; gap < row.length; gap++) {
                resurrected += row[gap];
            }
            var before = day == 0 ? 0 : mau[day - 1];
            all.add(new ActiveDay(
                    LocalDate.ofEpochDay((long) firstDay + day),
                    dau[day],
                    wau[day],
                    mau[day],
                    newcomers,
                    dau[day] - newcomers - resurrected,
                    resurrected,
                    before + newcomers + resurrected - mau[day]));
        }
        return List.copyOf(all);
    }

    /** Together with the histogram of other users, over the days of both: exact if no user is in both. */
    public GapHistogram plus(GapHistogram other) {
        if (users.length == 0 || other.users.length == 0) {
            return users.length == 0 ? other : this;
        }
        var first = Math.min(firstDay, other.firstDay);
        var end = Math.max((long) firstDay + users.length, (long) other.firstDay + other.users.length);
        return builder(first, Math.toIntExact(end - first)).add(this).add(other).build();
    }

    private static int index(int firstDay, int days, int day) {
        var at = (long) day - firstDay;
        if (at < 0 || at >= days) {
            throw new IllegalArgumentException(
                    "day must be in [" + firstDay + ", " + ((long) firstDay + days - 1) + "], was " + day);
        }
        return (int) at;
    }

    private static int cell(int gap) {
        if (gap < 0) {
            throw new IllegalArgumentException("gap must be >= 0, was " + gap);
        }
        return Math.min(gap, MOST);
    }

    /** Counts. For one thread; may go on after it has built. */
    public static final class Builder {
        private static final long[] NONE = {};

        private final int firstDay;
        private long[][] users;

        private Builder(int firstDay, int days) {
            if (days < 0) {
                throw new IllegalArgumentException("days must be >= 0, was " + days);
            }
            this.firstDay = firstDay;
            this.users = new long[days][];
            Arrays.fill(users, NONE);
        }

        /** Adds users of a day and a gap; takes them away if negative. */
        public Builder add(int day, int gap, long count) {
            var at = index(firstDay, users.length, day);
            var cell = cell(gap);
            if (users[at].length == 0) {
                users[at] = new long[GAPS];
            }
            users[at][cell] = Math.addExact(users[at][cell], count);
            return this;
        }

        /** Adds the counts of another histogram, the days of which are among these. */
        public Builder add(GapHistogram other) {
            for (int day = 0; day < other.users.length; day++) {
                var row = other.users[day];
                for (int gap = 0; gap < row.length; gap++) {
                    if (row[gap] != 0) {
                        add(other.firstDay + day, gap, row[gap]);
                    }
                }
            }
            return this;
        }

        /** Adds a late event, or takes it back if it is {@linkplain LateEvent#undone undone}. */
        public Builder add(List<GapChange> changes) {
            for (var change : changes) {
                add(change.day(), change.gap(), change.users());
            }
            return this;
        }

        void extendTo(int days) {
            var before = users.length;
            users = Arrays.copyOf(users, days);
            Arrays.fill(users, before, days, NONE);
        }

        /**
         * The histogram.
         *
         * @throws IllegalStateException if more users were taken away than there were
         */
        public GapHistogram build() {
            var rows = new long[users.length][];
            for (int day = 0; day < rows.length; day++) {
                rows[day] = copy(users[day]);
            }
            return new GapHistogram(firstDay, rows);
        }

        /** A copy of a row; an empty one if all of it is zero. */
        private static long[] copy(long[] row) {
            var any = false;
            for (var count : row) {
                if (count < 0) {
                    throw new IllegalStateException("more users were taken away than there were");
                }
                any |= count != 0;
            }
            return any ? row.clone() : NONE;
        }
    }
}
