package ai.levqor.ops.examples.benchmarks;

import ai.levqor.ops.policy.retention.ActivityCounter;
import ai.levqor.ops.policy.retention.ActivityTotals;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What counting active users costs a thread in CPU time, from arrays: the counters, with growth accounting and all cohorts,
 * beside Roaring bitmaps and hash sets of the same events, which give active users alone; and a look at each event, which is
 * the limit. All that count the same must agree, or there are no figures.
 */
final class KernelCost {
    private static final int EVENTS = 10_000_000;
    private static final int USERS = 1_000_000;
    private static final int DAYS = 90;
    private static final int SLICE = 10;
    private static final int ROUNDS = 7;
    private static final int LATE_EVENTS = 20_000;

    private final long[] ids = new long[EVENTS];
    private final long[] sparse = new long[EVENTS];
    private final long[] highs = new long[EVENTS];
    private final int[] days = new int[EVENTS];
    private final int firstDay = Math.toIntExact(ActivityGenerator.FIRST_DAY.toEpochDay());
    private final Table table = new Table(
            "from arrays, 1 thread, best of " + ROUNDS, "M events/s, CPU", "of Roaring", "of the goal", "bytes a user");

    private KernelCost() {
        var filled = new int[1];
        new ActivityGenerator(EVENTS, USERS, DAYS, 42).forEach((user, second) -> {
            ids[filled[0]] = user;
            days[filled[0]++] = (int) (second / 86_400);
        });
        Arrays.setAll(sparse, i -> mixed(ids[i]));
        Arrays.setAll(highs, i -> mixed(ids[i] + USERS) | 1);
    }

    static void measure() throws Exception {
        System.out.printf("Counting active users: %,d events, %,d ids, %d days%n", EVENTS, USERS, DAYS);
        var cost = new KernelCost();
        cost.compare();
        cost.lateEvents();
        PassesChild.measure();
    }

    private void compare() {
        var roaring = best(
                () -> new RoaringDays(firstDay, DAYS),
                days -> {
                    for (int i = 0; i < EVENTS; i++) {
                        days.seen((int) ids[i], this.days[i]);
                    }
                },
                RoaringDays::actives,
                EVENTS,
                ROUNDS);
        var expected = roaring.answer;
        print("look at each event (limit)", best(() -> this, cost -> {}, KernelCost::scan, EVENTS, ROUNDS), roaring, 0);
        print("RoaringBitmap a day, and unions", roaring, roaring, 0);
        print("HashSet<Long> a day, and unions, of a tenth of the users", hashSets(), roaring, 0);
        print("in order, dense", counted(true, c -> c.seen(ids, days, EVENTS), expected), roaring, 100);
        print("in order, sparse 64-bit", counted(true, c -> c.seen(sparse, days, EVENTS), expected), roaring, 40);
        print("in order, 128-bit", counted(true, c -> c.seen(highs, sparse, days, EVENTS), expected), roaring, 25);
        print("any order, dense", counted(false, c -> c.seen(ids, days, EVENTS), expected), roaring, 0);
        print("any order, sparse 64-bit", counted(false, c -> c.seen(sparse, days, EVENTS), expected), roaring, 0);
        print("in order, dense, one by one", counted(true, this::oneByOne, expected), roaring, 0);
        table.printTo(System.out);
    }

    private void oneByOne(ActivityCounter counter) {
        for (int i = 0; i < EVENTS; i++) {
            counter.seen(0, ids[i], days[i]);
        }
    }

    private long scan() {
        var sum = 0L;
        for (int i = 0; i < EVENTS; i++) {
            sum += ids[i] ^ days[i];
        }
        return sum;
    }

    private Result<?> hashSets() {
        var mine = new long[EVENTS];
        var on = new int[EVENTS];
        var count = 0;
        for (int i = 0; i < EVENTS; i++) {
            if (ids[i] % SLICE == 0) {
                mine[count] = ids[i];
                on[count++] = days[i];
            }
        }
        var events = count;
        return best(
                () -> new HashSetDays(firstDay, DAYS),
                sets -> {
                    for (int i = 0; i < events; i++) {
                        sets.seen(mine[i], on[i]);
                    }
                },
                HashSetDays::actives,
                events,
                2);
    }

    /** Counts with totals: every window, growth accounting and the cohort matrix. */
    private Result<ActivityTotals> counted(boolean inOrder, Consumer<ActivityCounter> feed, List<long[]> expected) {
        var result = best(
                () -> inOrder ? ActivityCounter.inOrder(firstDay, DAYS) : ActivityCounter.anyOrder(firstDay, DAYS),
                feed,
                ActivityCounter::totals,
                EVENTS,
                ROUNDS);
        var gaps = result.answer.gaps();
        for (int i = 0; i < RoaringDays.WINDOWS.size(); i++) {
            if (!Arrays.equals(gaps.active(RoaringDays.WINDOWS.get(i)), expected.get(i))) {
                throw new IllegalStateException("the counters do not agree");
            }
        }
        return result;
    }

    private void lateEvents() {
        var counter = ActivityCounter.anyOrder(firstDay, DAYS);
        counter.seen(ids, days, EVENTS);
        counter.totals();
        var random = new SplittableRandom(7);
        for (int round = 0; round < 3; round++) {
            var began = cpu();
            for (int i = 0; i < LATE_EVENTS; i++) {
                counter.seen(0, 1 + random.nextInt(USERS), firstDay + random.nextInt(DAYS));
            }
            if (round == 2) {
                System.out.printf(
                        "A late event that corrects all counts: %.2f us, mean of %,d; goal: at most 10 us%n%n",
                        (cpu() - began) / 1e3 / LATE_EVENTS, LATE_EVENTS);
            }
        }
    }

    private void print(String name, Result<?> result, Result<?> roaring, double goal) {
        table.row(
                name,
                Table.decimal(result.millionsASecond),
                Table.ratio(result.millionsASecond, roaring.millionsASecond),
                goal == 0 ? "" : Table.ratio(result.millionsASecond, goal),
                result.bytesAUser < 0.1 ? "" : Table.decimal(result.bytesAUser));
    }

    private record Result<A>(double millionsASecond, double bytesAUser, A answer) {}

    /** The time is that of feeding and asking; the bytes are what is kept when fed. */
    private static <S, A> Result<A> best(
            Supplier<S> start, Consumer<S> feed, Function<S, A> ask, int events, int rounds) {
        var heap = liveHeap();
        var kept = start.get();
        double bytes;
        A answer;
        try {
            feed.accept(kept);
            bytes = liveHeap() - heap;
            answer = ask.apply(kept);
        } finally {
            Reference.reachabilityFence(kept);
        }
        var least = Long.MAX_VALUE;
        for (int round = 0; round < rounds; round++) {
            var began = cpu();
            var state = start.get();
            feed.accept(state);
            answer = ask.apply(state);
            least = Math.min(least, cpu() - began);
        }
        return new Result<>(events * 1e3 / least, bytes / (events == EVENTS ? USERS : USERS / SLICE), answer);
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static long liveHeap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long mixed(long id) {
        var mixed = (id ^ (id >>> 30)) * 0xBF58476D1CE4E5B9L;
        return mixed ^ (mixed >>> 27);
    }
}
