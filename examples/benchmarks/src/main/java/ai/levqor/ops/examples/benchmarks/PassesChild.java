package ai.levqor.ops.examples.benchmarks;

import ai.levqor.ops.policy.retention.ActivityCounter;
import ai.levqor.ops.policy.retention.ActivityTotals;

/**
 * A JVM with a small heap that counts many users, a share of them in each pass. Everybody comes every {@value #EVERY}
 * days, so that the right figures are known: a thirtieth each day, seven in a week, all in a month.
 */
final class PassesChild {
    private static final int EVERY = 30;
    private static final int DAYS = 90;
    private static final int BLOCK = 4_096;

    private final long[] ids = new long[BLOCK];
    private final int[] days = new int[BLOCK];
    private final long users;

    private PassesChild(long users) {
        this.users = users;
    }

    /** {@code PassesChild USERS PASSES}: says how many events it was fed, in how many seconds. */
    public static void main(String[] arguments) {
        var users = Long.parseLong(arguments[0]);
        var passes = Integer.parseInt(arguments[1]);
        var child = new PassesChild(users);
        var began = System.nanoTime();
        var events = 0L;
        var totals = child.count(0, passes);
        for (var pass = 1; pass < passes; pass++) {
            totals = totals.plus(child.count(pass, passes));
        }
        for (var window : ActiveUsers.WINDOWS) {
            var active = totals.gaps().active(window);
            for (var day = EVERY; day < DAYS; day++) {
                require(window + "-day active users", active[day], child.expected(day, window));
            }
        }
        require("users", totals.users(), users);
        for (var day = 0; day < DAYS; day++) {
            events += child.expected(day, 1) * passes;
        }
        System.out.println(events + " " + (System.nanoTime() - began) / 1e9);
    }

    private ActivityTotals count(int pass, int passes) {
        var counter = ActivityCounter.inOrder(0, DAYS).share(pass, passes);
        var filled = 0;
        for (var day = 0; day < DAYS; day++) {
            for (long user = first(day); user < users; user += EVERY) {
                ids[filled] = user;
                days[filled++] = day;
                if (filled == BLOCK) {
                    counter.seen(ids, days, filled);
                    filled = 0;
                }
            }
        }
        counter.seen(ids, days, filled);
        return counter.totals();
    }

    /** The first user who comes on a day. */
    private static int first(int day) {
        return day % EVERY;
    }

    private long expected(int day, int window) {
        var expected = 0L;
        for (var before = 0; before < window; before++) {
            expected += (users - first(day - before + EVERY) + EVERY - 1) / EVERY;
        }
        return expected;
    }

    private static void require(String what, long counted, long expected) {
        if (counted != expected) {
            throw new IllegalStateException(what + ": " + counted + " instead of " + expected);
        }
    }
}
