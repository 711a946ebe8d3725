package ai.levqor.ops.examples.benchmarks;

import ai.levqor.ops.policy.retention.ActivityCounter;
import ai.levqor.ops.policy.retention.ActivityTotals;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/** Counts a hundred million dense users in a JVM with a small heap, a share of them in each pass over the same activity. */
final class PassesChild {
    private static final int USERS = 100_000_000;
    private static final int DAYS = 90;
    private static final int PASSES = 4;
    private static final int BLOCK = 4096;
    private static final List<String> HEAP = List.of("-Xmx256m", "-XX:+UseSerialGC");

    private PassesChild() {}

    /** Runs it and prints what it says. */
    static void measure() throws IOException {
        try (var child = new ChildProcess(HEAP, PassesChild.class)) {
            System.out.println(child.answer());
            System.out.println();
        }
    }

    /** Prints one line. */
    public static void main(String[] none) {
        var began = System.nanoTime();
        var totals = IntStream.range(0, PASSES)
                .mapToObj(PassesChild::pass)
                .reduce(ActivityTotals::plus)
                .orElseThrow();
        if (totals.users() != USERS || totals.gaps().active(DAYS)[DAYS - 1] != USERS) {
            throw new IllegalStateException("the shares do not add up");
        }
        System.out.printf(
                "%,d users in %d passes, each over all events: exact in a heap of %,d MB, %.1f s; goal: 256 MB%n",
                USERS, PASSES, Runtime.getRuntime().maxMemory() / 1_000_000, (System.nanoTime() - began) / 1e9);
    }

    private static ActivityTotals pass(int index) {
        var counter = ActivityCounter.inOrder(0, DAYS).share(index, PASSES);
        var ids = new long[BLOCK];
        var days = new int[BLOCK];
        var count = 0;
        for (int day = 0; day < DAYS; day++) {
            for (long id = day; id < USERS; id += DAYS) {
                ids[count] = id;
                days[count++] = day;
                if (count == BLOCK) {
                    counter.seen(ids, days, count);
                    count = 0;
                }
            }
        }
        counter.seen(ids, days, count);
        return counter.totals();
    }
}
