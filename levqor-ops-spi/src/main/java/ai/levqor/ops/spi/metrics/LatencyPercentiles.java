package ai.levqor.ops.spi.metrics;

import java.time.Duration;

/**
 * How long requests took: half of them at most {@code p50}, 95 % at most {@code p95}, 99 % at most {@code p99}.
 *
 * @param p50 zero or more
 * @param p95 {@code p50} or more
 * @param p99 {@code p95} or more
 */
public record LatencyPercentiles(Duration p50, Duration p95, Duration p99) {

    public LatencyPercentiles {
        if (p50.isNegative() || p95.compareTo(p50) < 0 || p99.compareTo(p95) < 0) {
            throw new IllegalArgumentException(
                    "percentiles must satisfy 0 <= p50 <= p95 <= p99, were " + p50 + ", " + p95 + ", " + p99);
        }
    }
}
