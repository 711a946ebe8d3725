package ai.levqor.ops.policy.forecast;

import static java.util.Objects.requireNonNull;

import java.util.Currency;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What other currencies are worth in one. Rates are taken as they are for all 30 days; how they may move is in no band.
 *
 * @param to the currency of totals
 * @param rates what one unit of another currency is worth in {@code to}; above 0, finite
 */
public record RateTable(Currency to, Map<Currency, Double> rates) {

    /** Copies the rates and refuses one that is none. */
    public RateTable {
        requireNonNull(to, "to");
        rates = Map.copyOf(rates);
        rates.forEach((currency, rate) -> {
            if (!(rate > 0 && rate <= 1e6)) {
                throw new IllegalArgumentException("rate of " + currency + " must be in (0, 1e6], was " + rate);
            }
        });
    }

    /** Without a rate: only what is in the currency itself adds up. */
    public static RateTable none(Currency to) {
        return new RateTable(to, Map.of());
    }

    /** The rate of a currency, 1 for {@code to} itself; empty if none is known. */
    public OptionalDouble rate(Currency currency) {
        if (currency.equals(to)) {
            return OptionalDouble.of(1);
        }
        var rate = rates.get(currency);
        return rate == null ? OptionalDouble.empty() : OptionalDouble.of(rate);
    }
}
