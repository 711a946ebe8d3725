package ai.levqor.ops.examples.benchmarks;

import ai.levqor.ops.policy.retention.GapHistogram;
import java.util.Arrays;

/** The active users of some days in a row, of 1, 7 and 30 days each, as far as a way of counting gives them. */
final class ActiveUsers {
    static final int[] WINDOWS = {1, 7, 30};

    private static final long UNKNOWN = -1;

    private final long[][] users;

    private ActiveUsers(long[][] users) {
        this.users = users;
    }

    /** Nothing known yet of so many days. */
    static ActiveUsers unknown(int days) {
        var users = new long[WINDOWS.length][days];
        for (var window : users) {
            Arrays.fill(window, UNKNOWN);
        }
        return new ActiveUsers(users);
    }

    static ActiveUsers of(GapHistogram gaps) {
        return new ActiveUsers(Arrays.stream(WINDOWS).mapToObj(gaps::active).toArray(long[][]::new));
    }

    void set(int windowIndex, int day, long active) {
        users[windowIndex][day] = active;
    }

    /** All windows of a day. */
    void set(int day, long[] active) {
        for (var window = 0; window < users.length; window++) {
            users[window][day] = active[window];
        }
    }

    /** What did not change is as on the day before. */
    ActiveUsers filled() {
        for (var window : users) {
            for (var day = 0; day < window.length; day++) {
                if (window[day] == UNKNOWN) {
                    window[day] = day == 0 ? 0 : window[day - 1];
                }
            }
        }
        return this;
    }

    /**
     * How many figures are known both here and there.
     *
     * @throws IllegalStateException if one of them is another
     */
    int equalFigures(ActiveUsers other) {
        var equal = 0;
        for (var window = 0; window < users.length; window++) {
            for (var day = 0; day < users[window].length; day++) {
                var here = users[window][day];
                var there = other.users[window][day];
                if (here != UNKNOWN && there != UNKNOWN) {
                    if (here != there) {
                        throw new IllegalStateException("%d-day active users of day %d: %d, and %d"
                                .formatted(WINDOWS[window], day, here, there));
                    }
                    equal++;
                }
            }
        }
        return equal;
    }

    /** The sums over all days, and the last day. */
    @Override
    public String toString() {
        var text = new StringBuilder();
        for (var window = 0; window < users.length; window++) {
            text.append("%s%d-day sum %,d, last %,d"
                    .formatted(
                            window == 0 ? "" : "; ",
                            WINDOWS[window],
                            Arrays.stream(users[window]).sum(),
                            users[window][users[window].length - 1]));
        }
        return text.toString();
    }
}
