package ai.levqor.ops.examples.backend;

import java.time.Duration;

/**
 * Plays a trace, faster than it was recorded, and scaled so that its high rate (99.9 % of its bins stay below) is what
 * {@code peak} says. Nothing arrives after its end.
 */
final class TracePlayback implements LoadShape {
    private final Trace trace;
    private final double speed;
    private final double peak;
    private final double scale;

    /**
     * A playback.
     *
     * @param speed seconds of the trace that pass in one second, above zero
     * @param peak requests per second at the trace's high rate, above zero
     * @throws BadArgumentException if nothing ever arrives in the trace
     */
    TracePlayback(Trace trace, double speed, double peak) {
        if (trace.highRatePerSecond() <= 0) {
            throw new BadArgumentException("--trace: nothing arrives in " + trace.name());
        }
        this.trace = trace;
        this.speed = speed;
        this.peak = peak;
        this.scale = peak / trace.highRatePerSecond();
    }

    @Override
    public double ratePerSecond(Duration sinceStart) {
        return Math.min(trace.ratePerSecond(sinceStart.toNanos() / 1e9 * speed) * scale, 2 * peak);
    }

    @Override
    public String toString() {
        var minutes = trace.length().toMillis() / 6e4;
        return ("%s, %,d bins over %.1f h, at speed %.0f: it takes %.1f min; its rates x %.4g,"
                        + " so that 99.9 %% of it stays at or below %.0f requests/s")
                .formatted(trace.name(), trace.bins(), minutes / 60, speed, minutes / speed, scale, peak);
    }
}
