package ai.levqor.ops.engine;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Values that replace live ones in a dry run. What is empty stays live.
 *
 * @param queueDepth jobs that wait, zero or more
 * @param p95Latency zero or more
 * @param errorRate from 0.0 to 1.0
 * @param spendLast24h in the currency of the spend limit, zero or more
 */
public record WhatIf(
        OptionalLong queueDepth,
        Optional<Duration> p95Latency,
        OptionalDouble errorRate,
        Optional<BigDecimal> spendLast24h) {

    /** Everything stays live. */
    public static final WhatIf NOTHING =
            new WhatIf(OptionalLong.empty(), Optional.empty(), OptionalDouble.empty(), Optional.empty());

    public WhatIf {
        require(queueDepth.isEmpty() || queueDepth.getAsLong() >= 0, "queueDepth must be >= 0");
        require(p95Latency.isEmpty() || !p95Latency.get().isNegative(), "p95Latency must be >= 0");
        require(
                errorRate.isEmpty() || (errorRate.getAsDouble() >= 0 && errorRate.getAsDouble() <= 1),
                "errorRate must be in [0, 1]");
        require(spendLast24h.isEmpty() || spendLast24h.get().signum() >= 0, "spendLast24h must be >= 0");
    }

    /** Whether nothing is replaced. */
    public boolean isNothing() {
        return equals(NOTHING);
    }

    private static void require(boolean valid, String rule) {
        if (!valid) {
            throw new IllegalArgumentException(rule);
        }
    }
}
