package ai.levqor.ops.policy.forecast;

import java.util.List;
import java.util.Optional;

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
     * @param inTotal whether the total holds it
     */
    public record Part(String name, Forecast forecast, Optional<BackTest> backTest, boolean inTotal) {}
}
