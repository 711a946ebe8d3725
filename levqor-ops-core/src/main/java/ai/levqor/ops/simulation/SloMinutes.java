package ai.levqor.ops.simulation;

import ai.levqor.ops.simulation.FluidQueue.Done;

/** Counts the minutes whose jobs waited too long: 95 % of those that arrived in it must not exceed the objective. */
final class SloMinutes {
    private static final long MINUTE = 60;

    private final Waits waits = new Waits();
    private final double objective;
    private long minute;
    private int violated;

    SloMinutes(double objectiveSeconds) {
        this.objective = objectiveSeconds;
    }

    /** Jobs that are done, in the order in which they arrived. */
    void add(Done done) {
        if (done.arrived() / MINUTE != minute) {
            close();
            minute = done.arrived() / MINUTE;
        }
        waits.add(done.waited(), done.jobs());
    }

    /** Violated minutes; nothing is added afterwards. */
    int violated() {
        close();
        return violated;
    }

    /** Minutes in so many seconds, the last one whole. */
    static int in(long seconds) {
        return Math.toIntExact((seconds + MINUTE - 1) / MINUTE);
    }

    private void close() {
        if (waits.p95() > objective) {
            violated++;
        }
        waits.clear();
    }
}
