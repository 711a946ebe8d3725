package ai.levqor.ops.spi.billing;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * What the backend spends, in one currency: the one of the setting {@code OPS_CURRENCY}.
 *
 * @param sampledAt when it was read, by the same clock as the engine's
 * @param last24h the cost of the last 24 hours, all sources together, zero or more
 * @param forecastNext30d the expected cost of the next 30 days, zero or more; empty if nothing forecasts it
 */
public record Spend(Instant sampledAt, BigDecimal last24h, Optional<BigDecimal> forecastNext30d) {

    public Spend {
        requireNonNull(sampledAt, "sampledAt");
        if (last24h.signum() < 0) {
            throw new IllegalArgumentException("last24h must be >= 0, was " + last24h);
        }
        if (forecastNext30d.isPresent() && forecastNext30d.get().signum() < 0) {
            throw new IllegalArgumentException("forecastNext30d must be >= 0, was " + forecastNext30d.get());
        }
    }
}
