package ai.levqor.ops.policy.retention;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

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

    private static final int STRIDE = MOST + 1;
    private static final int WEEK = 7;
    private static final int MONTH = 30;

    private final int firstDay;
    private final int days;
    private final long[] users;

    private GapHistogram(int firstDay, int days, long[] users) {
        this.firstDay = firstDay;
        this.days = days;
        this.users = users;
    }

    /** Counts a histogram of so many days. */
    public static Builder builder(int firstDay, int days) {
        return new Builder(firstDay, days);
    }

    /** The first day. */
    public int firstDay() {
        return firstDay;
    }

    /** How many days. */
    public int days() {
        return days;
    }

    /** Users active on a day, by the gap before it. */
    public long users(int day, int gap) {
        return users[index(firstDay, days, day, gap)];
    }

    /** Distinct users active on a day or the {@code window - 1} before it, for each day in turn. */
    public long[] active(int window) {
        if (window < 1 || window > MOST) {
            throw new IllegalArgumentException("window must be in [1, " + MOST + "], was " + window);
        }
        var change = new long[days + 1];
        for (int day = 0; day < days; day++) {
            for (int gap = 0; gap < STRIDE; gap++) {
                var count = users[day * STRIDE + gap];
                if (count != 0) {
                    var from = gap == NEW ? day : day + Math.max(0, window - gap);
                    change[Math.min(days, from)] += count;
                    change[Math.min(days, day + window)] -= count;
                }
            }
        }
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
        var all = new ArrayList<ActiveDay>(days);
        for (int day = 0; day < days; day++) {
            var newcomers = users[day * STRIDE];
            long resurrected = 0;
            for (int gap = MONTH + 1; gap < STRIDE; gap++) {
                resurrected += users[day * STRIDE + gap];
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

    private static int index(int firstDay, int days, int day, int gap) {
        var at = (long) day - firstDay;
        if (at < 0 || at >= days) {
            throw new IllegalArgumentException(
                    "day must be in [" + firstDay + ", " + ((long) firstDay + days - 1) + "], was " + day);
        }
        if (gap < 0) {
            throw new IllegalArgumentException("gap must be >= 0, was " + gap);
        }
        return (int) at * STRIDE + Math.min(gap, MOST);
    }

    /** Counts. For one thread; builds once. */
    public static final class Builder {
        private final int firstDay;
        private final int days;
        private final long[] users;

        private Builder(int firstDay, int days) {
            if (days < 0 || days > Integer.MAX_VALUE / STRIDE) {
                throw new IllegalArgumentException(
                        "days must be in [0, " + Integer.MAX_VALUE / STRIDE + "], was " + days);
            }
            this.firstDay = firstDay;
            this.days = days;
            this.users = new long[days * STRIDE];
        }

        /** Adds users of a day and a gap; takes them away if negative. */
        public Builder add(int day, int gap, long count) {
            users[index(firstDay, days, day, gap)] += count;
            return this;
        }

        /** Adds the counts of another histogram, the days of which are among these. */
        public Builder add(GapHistogram other) {
            for (int day = 0; day < other.days; day++) {
                for (int gap = 0; gap < STRIDE; gap++) {
                    var count = other.users[day * STRIDE + gap];
                    if (count != 0) {
                        add(other.firstDay + day, gap, count);
                    }
                }
            }
            return this;
        }

        /**
         * The histogram.
         *
         * @throws IllegalStateException if more users were taken away than there were
         */
        public GapHistogram build() {
            for (var count : users) {
                if (count < 0) {
                    throw new IllegalStateException("more users were taken away than there were");
                }
            }
            return new GapHistogram(firstDay, days, users.clone());
        }
    }
}
