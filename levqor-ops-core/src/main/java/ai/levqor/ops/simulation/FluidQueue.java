package ai.levqor.ops.simulation;

import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * Jobs that wait, first come first served. Work is a fluid: in a second as much of it is served as the workers can, and
 * the jobs that arrived in one second are done together, when the last of their fluid is.
 *
 * <p>With A and S the work that arrived and was served up to the end of a second, and c what a second can serve, the jobs
 * of second p are done in the first second t with A(p) &lt;= S(t), having waited
 *
 * <pre>max(0, t + min(1, (A(p) - S(t-1)) / c) - (p + 1))  seconds</pre>
 */
final class FluidQueue {
    /** Less work than this is rounding, not work. */
    private static final double NOTHING = 1e-7;

    private static final double ROUNDING = 1e-6;

    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private double depth;
    private double arrived;
    private double served;

    /** Jobs that arrived in one second, and the work that must be served until they are done. */
    private record Waiting(long arrived, int jobs, double doneAt) {

        Done done(long second, double share) {
            return new Done(arrived, second, jobs, (float) Math.max(0, second - arrived - 1 + share));
        }
    }

    /**
     * Jobs that are done.
     *
     * @param arrived in which second
     * @param finished in which second
     * @param jobs one or more
     * @param waited seconds until service was through with them, less what service took; in single precision, as in
     *     the published model, so that 150 ms on paper are 6 ns more
     */
    record Done(long arrived, long finished, int jobs, float waited) {}

    /** One second: jobs arrive, and so many are served. */
    void pass(long second, int jobs, double capacity, Consumer<Done> done) {
        arrived += jobs;
        depth += jobs;
        if (jobs > 0) {
            waiting.addLast(new Waiting(second, jobs, arrived));
        }
        var before = served;
        var now = Math.min(depth, capacity);
        served += now;
        depth -= now;
        if (depth < NOTHING) {
            depth = 0;
        }
        for (var next = waiting.peekFirst();
                next != null && next.doneAt() <= served + ROUNDING;
                next = waiting.peekFirst()) {
            waiting.removeFirst();
            done.accept(next.done(second, Math.min(1, (next.doneAt() - before) / capacity)));
        }
    }

    /** The rest is served at this capacity from this second on, and nothing arrives; without capacity it waits for ever. */
    void drain(long second, double capacity, Consumer<Done> done) {
        for (var next : waiting) {
            done.accept(next.done(second, (next.doneAt() - served) / capacity));
        }
        waiting.clear();
    }

    /** Jobs that wait, a part of a job counted whole. */
    long depth() {
        return (long) Math.ceil(depth);
    }
}
