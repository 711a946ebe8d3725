package ai.levqor.ops.examples.benchmarks;

import ai.levqor.ops.local.InMemoryWorkQueue;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.function.IntFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Making a million dead jobs ready again, without a limit of rate, beside moving them between two queues of the JDK. */
final class RedriveCost {
    private static final int MESSAGES = 1_000_000;
    private static final int BATCH = 1_000;
    private static final int WARM_UPS = 3;
    private static final int ROUNDS = 9;
    private static final double GOAL = 2;

    private static final List<Way> WAYS = List.of(
            new Way("LinkedBlockingDeque, poll and offer", () -> move(LinkedBlockingDeque::new)),
            new Way("ArrayBlockingQueue, poll and offer", () -> move(ArrayBlockingQueue::new)),
            new Way("InMemoryWorkQueue, redrive", RedriveCost::redrive));

    private RedriveCost() {}

    static void measure() throws InterruptedException {
        System.out.printf(
                "Redriving %,d messages in memory by %,d, median of %d; rival: LinkedBlockingDeque, one by one; goal: at"
                        + " least %.0f M/s%n",
                MESSAGES, BATCH, ROUNDS, GOAL);
        var millions = new double[WAYS.size()][ROUNDS];
        for (var round = -WARM_UPS; round < ROUNDS; round++) {
            for (var way = 0; way < WAYS.size(); way++) {
                var nanos = WAYS.get(way).run().nanos();
                if (round >= 0) {
                    millions[way][round] = MESSAGES * 1e3 / nanos;
                }
            }
        }
        print(millions);
    }

    private static void print(double[][] millions) {
        var table = new Table("what", "M messages/s", "of the rival", "of goal");
        var rival = median(millions[0]);
        for (var way = 0; way < WAYS.size(); way++) {
            var median = median(millions[way]);
            table.row(
                    WAYS.get(way).name(), Table.decimal(median), Table.ratio(median, rival), Table.ratio(median, GOAL));
        }
        table.printTo(System.out);
    }

    private static long redrive() throws InterruptedException {
        var queue = new InMemoryWorkQueue<Integer>(MESSAGES, Clock.systemUTC(), System::nanoTime);
        IntStream.range(0, MESSAGES).forEach(queue::offer);
        for (var message = 0; message < MESSAGES; message++) {
            queue.take(Duration.ZERO).orElseThrow().fail();
        }
        var start = System.nanoTime();
        var progress = queue.beginRedrive("all");
        while (!progress.finished()) {
            progress = queue.moveBatch("all", BATCH, 3);
        }
        var nanos = System.nanoTime() - start;
        requireAll(progress.moved());
        return nanos;
    }

    private static long move(IntFunction<Queue<Integer>> empty) {
        var from = empty.apply(MESSAGES);
        var to = empty.apply(MESSAGES);
        IntStream.range(0, MESSAGES).forEach(from::offer);
        var start = System.nanoTime();
        for (var next = from.poll(); next != null; next = from.poll()) {
            to.offer(next);
        }
        var nanos = System.nanoTime() - start;
        requireAll(to.size());
        return nanos;
    }

    private static void requireAll(long moved) {
        if (moved != MESSAGES) {
            throw new IllegalStateException("moved " + moved + " of " + MESSAGES);
        }
    }

    private static double median(double[] values) {
        return DoubleStream.of(values)
                .sorted()
                .skip(values.length / 2)
                .findFirst()
                .orElseThrow();
    }

    private interface Run {
        long nanos() throws InterruptedException;
    }

    private record Way(String name, Run run) {}
}
