package ai.levqor.ops.spi.metrics;

import java.util.OptionalDouble;

/**
 * What became of requests and jobs in a window.
 *
 * @param total all that ended, zero or more
 * @param failures those that failed (an HTTP 5xx answer, a job that threw), at most {@code total}
 */
public record Outcomes(long total, long failures) {

    /** Nothing ended in the window. */
    public static final Outcomes NONE = new Outcomes(0, 0);

    public Outcomes {
        if (failures < 0 || total < failures) {
            throw new IllegalArgumentException(
                    "outcomes must satisfy 0 <= failures <= total, were " + failures + " of " + total);
        }
    }

    /** These and the others together. */
    public Outcomes plus(Outcomes others) {
        return new Outcomes(total + others.total, failures + others.failures);
    }

    /** {@code failures / total}, from 0.0 to 1.0; empty if nothing ended, which says nothing about health. */
    public OptionalDouble errorRate() {
        return total == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) failures / total);
    }
}
