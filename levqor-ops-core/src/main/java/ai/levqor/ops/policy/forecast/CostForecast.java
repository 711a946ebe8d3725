package ai.levqor.ops.policy.forecast;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The cost of 30 days, of several sources.
 *
 * @param total of those parts that have a forecast in the currency of the total, or a rate to it
 * @param byCurrency a total for each currency that has a forecast, in the order in which they first appear
 * @param parts one for each source, in their order
 * @param partial whether a part is not in the total
 */
public record CostForecast(Forecast total, List<Forecast> byCurrency, List<Part> parts, boolean partial) {

    /** Copies the lists. */
    public CostForecast {
        byCurrency = List.copyOf(byCurrency);
        parts = List.copyOf(parts);
    }

    /**
     * One source.
     *
     * @param name of the source
     * @param forecast in the source's own currency
     * @param backTest of the method on this source; empty if it is certain, or too short for one
     * @param rate from that currency to the total's; empty if the total does not hold it
     */
    public record Part(String name, Forecast forecast, Optional<BackTest> backTest, OptionalDouble rate) {

        /** Whether the total holds it. */
        public boolean inTotal() {
            return rate.isPresent();
        }

        /** What of the total it is, in the total's currency; empty if the total does not hold it. */
        public OptionalDouble amountInTotal() {
            return inTotal() && forecast.total().isPresent()
                    ? OptionalDouble.of(forecast.total().getAsDouble() * rate.getAsDouble())
                    : OptionalDouble.empty();
        }
    }
}
