package ai.levqor.ops.simulation;

import java.util.Arrays;

/**
 * The cost of knowing every job beforehand: in each tick the fewest workers that serve every job in time, gaps no longer
 * than a start-up bridged where that is cheaper than starting again. No policy can know this; it is what others are held
 * against.
 */
final class Clairvoyant {
    private static final int TICK = 15;
    private static final int IN_TIME = 5;
    private static final int START_UP = 30;
    private static final int MOST = 40;
    private static final double SERVICE_RATE = 10;

    private final double[] arrived;
    private double depth;
    private double served;

    private Clairvoyant(Workload workload, String seed) {
        var arrivals = new Arrivals(workload, seed);
        arrived = new double[(int) workload.length().toSeconds()];
        var sum = 0.0;
        for (var second = 0; second < arrived.length; second++) {
            sum += arrivals.in(second);
            arrived[second] = sum;
        }
    }

    /** Worker-hours, with 30 s for each worker that is started on the way. */
    static double workerHours(Workload workload, String seed) {
        var clairvoyant = new Clairvoyant(workload, seed);
        var workers = new int[(clairvoyant.arrived.length + TICK - 1) / TICK];
        Arrays.setAll(workers, clairvoyant::fewest);
        bridge(workers);
        var seconds = 0L;
        for (var i = 0; i < workers.length; i++) {
            var started = i == 0 ? 0 : Math.max(0, workers[i] - workers[i - 1]);
            seconds += workers[i] * (long) TICK + started * (long) START_UP;
        }
        return seconds / 3600.0;
    }

    private int fewest(int tick) {
        var queueBefore = depth;
        var servedBefore = served;
        for (var workers = 1; workers < MOST; workers++) {
            if (serves(tick, workers)) {
                return workers;
            }
            depth = queueBefore;
            served = servedBefore;
        }
        serves(tick, MOST);
        return MOST;
    }

    private boolean serves(int tick, int workers) {
        var inTime = true;
        for (var second = tick * TICK; second < Math.min((tick + 1) * TICK, arrived.length); second++) {
            depth += arrived[second] - (second == 0 ? 0 : arrived[second - 1]);
            var now = Math.min(depth, workers * SERVICE_RATE);
            depth -= now;
            served += now;
            inTime &= second < IN_TIME || served >= arrived[second - IN_TIME];
        }
        return inTime;
    }

    /** Keeps a worker through a gap that is no longer than it takes to start one. */
    private static void bridge(int[] workers) {
        for (var level = 1; level <= MOST; level++) {
            var last = workers.length;
            for (var i = 0; i < workers.length; i++) {
                if (workers[i] >= level) {
                    for (var gap = last + 1; gap < i && i - last - 1 <= START_UP / TICK; gap++) {
                        workers[gap] = Math.max(workers[gap], level);
                    }
                    last = i;
                }
            }
        }
    }
}
