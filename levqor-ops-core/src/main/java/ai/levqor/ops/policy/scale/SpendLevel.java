package ai.levqor.ops.policy.scale;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * What the backend costs, in the currency of the spend limit.
 *
 * @param last24h zero or more
 * @param forecastNext30d zero or more; empty if nothing forecasts it, which alone does not freeze
 */
public record SpendLevel(BigDecimal last24h, Optional<BigDecimal> forecastNext30d) {

    public SpendLevel {
        if (last24h.signum() < 0
                || (forecastNext30d.isPresent() && forecastNext30d.get().signum() < 0)) {
            throw new IllegalArgumentException(
                    "last24h and forecastNext30d must be >= 0, were " + last24h + " and " + forecastNext30d);
        }
    }
}
