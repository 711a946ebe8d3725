package ai.levqor.ops.policy.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Keeps all (user, day) pairs, and answers by looking at every one. */
final class BruteForce {
    private static final int[] WINDOWS = {1, 2, 7, 29, 30, 31, 365, 366};
    private static final int[] OFFSETS = {0, 1, 2, 7, 30, 31, 366};

    private final Map<Activity.Id, TreeSet<Integer>> daysByUser = new HashMap<>();

    static BruteForce of(List<Activity> all) {
        var brute = new BruteForce();
        all.forEach(brute::seen);
        return brute;
    }

    void seen(Activity activity) {
        daysByUser.computeIfAbsent(activity.id(), id -> new TreeSet<>()).add(activity.day());
    }

    void forget(Activity.Id id) {
        daysByUser.remove(id);
    }

    long active(int day, int window) {
        return daysByUser.values().stream()
                .filter(days -> days.stream().anyMatch(active -> active > (long) day - window && active <= day))
                .count();
    }

    /** Every figure of a counter, for every day. */
    void assertSame(ActivityCounter counter) {
        assertSame(counter.totals(), counter.firstDay(), counter.days());
        assertThat(counter.users()).as("users").isEqualTo(daysByUser.size());
    }

    void assertSame(ActivityTotals totals, int firstDay, int days) {
        assertThat(totals.users()).as("users of the totals").isEqualTo(daysByUser.size());
        assertThat(totals.gaps().users()).as("newcomers").isEqualTo(daysByUser.size());
        assertThat(totals.gaps().firstDay()).isEqualTo(firstDay);
        assertThat(totals.gaps().days()).isEqualTo(days);
        for (var window : WINDOWS) {
            var active = new long[days];
            for (int i = 0; i < days; i++) {
                active[i] = active(firstDay + i, window);
            }
            assertThat(totals.gaps().active(window))
                    .as("%d-day active users", window)
                    .isEqualTo(active);
        }
        totals.gaps().activeDays().forEach(this::assertSame);
        assertSame(totals.cohorts());
    }

    private void assertSame(ActiveDay row) {
        var day = (int) row.day().toEpochDay();
        assertThat(row)
                .isEqualTo(new ActiveDay(
                        row.day(),
                        active(day, 1),
                        active(day, 7),
                        active(day, 30),
                        count(user -> user.first() == day),
                        count(user -> user.contains(day) && user.first() < day && within(user, day - 30, day)),
                        count(user -> user.contains(day) && user.first() < day && !within(user, day - 30, day)),
                        count(user -> within(user, day - 30, day) && !within(user, day - 29, day + 1))));
    }

    private void assertSame(Cohorts cohorts) {
        assertThat(cohorts.firstDays())
                .as("first days")
                .isEqualTo(daysByUser.values().stream()
                        .map(TreeSet::first)
                        .distinct()
                        .sorted()
                        .toList());
        for (var first : cohorts.firstDays()) {
            for (var offset : OFFSETS) {
                var day = first + offset;
                assertThat(cohorts.classic(first, offset))
                        .as("classic, day %d of cohort %d", offset, first)
                        .isEqualTo(count(user -> user.first().equals(first) && user.contains(day)));
                assertThat(cohorts.rolling(first, offset))
                        .as("rolling, day %d of cohort %d", offset, first)
                        .isEqualTo(count(user -> user.first().equals(first) && user.last() >= day));
            }
        }
    }

    private long count(Predicate<NavigableSet<Integer>> rule) {
        return daysByUser.values().stream().filter(rule).count();
    }

    private static boolean within(NavigableSet<Integer> days, int from, int to) {
        return !days.subSet(from, to).isEmpty();
    }
}
