package ai.levqor.ops.examples.backend;

import ai.levqor.ops.simulation.Trace;
import ai.levqor.ops.simulation.Workload;
import java.time.Duration;

/**
 * Plays a trace, faster than it was recorded, and scaled so that its high rate (99.9 % of its bins stay below) is what
 * {@code peak} says. Nothing arrives after its end.
 */
final class TracePlayback implements LoadShape {
    private final Trace trace;
    private final Workload load;
    private final double speed;
    private final double peak;

    /**
     * A playback.
     *
     * @param speed seconds of the trace that pass in one second, above zero
     * @param peak requests per second at the trace's high rate, above zero
     * @throws BadArgumentException if nothing arrives in 99.9 % of the trace
     */
    TracePlayback(Trace trace, double speed, double peak) {
        this.trace = trace;
        this.speed = speed;
        this.peak = peak;
        try {
            this.load = trace.workload(peak, 2 * peak);
        } catch (IllegalArgumentException e) {
            throw new BadArgumentException("--trace: " + e.getMessage(), e);
        }
    }

    @Override
    public double ratePerSecond(Duration sinceStart) {
        var second = (long) (sinceStart.toNanos() / 1e9 * speed);
        return second < load.length().toSeconds() ? load.jobsPerSecond().applyAsDouble(second) : 0;
    }

    @Override
    public String toString() {
        var minutes = load.length().toSeconds() / 60.0;
        return ("%s, %,d bins over %.1f h, at speed %.0f: it takes %.1f min; scaled so that 99.9 %% of it stays at or"
                        + " below %.0f requests/s")
                .formatted(trace.name(), trace.bins(), minutes / 60, speed, minutes / speed, peak);
    }
}
