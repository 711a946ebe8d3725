package ai.levqor.ops.local;

import ai.levqor.ops.spi.metrics.Outcomes;
import java.time.Duration;

/** Successes and failures over a sliding window; each thread counts on its own stripe, so that few meet on one. */
final class OutcomeCounts {
    private static final int SLOTS = 64;
    private static final int STRIPES = 8;

    private final SlidingCounts counts;

    OutcomeCounts(Duration window) {
        this.counts = new SlidingCounts(2 * STRIPES, window, SLOTS);
    }

    void increment(boolean failed, long now) {
        var stripe = (int) Thread.currentThread().getId() & (STRIPES - 1);
        counts.increment(failed ? STRIPES + stripe : stripe, now);
    }

    Outcomes in(long now) {
        var successes = 0L;
        var failures = 0L;
        for (var stripe = 0; stripe < STRIPES; stripe++) {
            successes += counts.sum(stripe, now);
            failures += counts.sum(STRIPES + stripe, now);
        }
        return new Outcomes(successes + failures, failures);
    }
}
