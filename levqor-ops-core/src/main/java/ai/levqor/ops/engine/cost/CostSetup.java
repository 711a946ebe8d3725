package ai.levqor.ops.engine.cost;

import static java.util.Objects.requireNonNull;

import ai.levqor.ops.policy.forecast.CostSource;
import ai.levqor.ops.policy.forecast.ForecastMethod;
import ai.levqor.ops.policy.forecast.RateTable;
import java.time.Duration;
import java.util.Currency;
import java.util.List;

/**
 * The numbers of costs.
 *
 * @param method how usage and volumes are forecast
 * @param rates to the currency of every total
 * @param fixed what has a price
 * @param pace how often and how long
 */
public record CostSetup(ForecastMethod method, RateTable rates, List<CostSource.Fixed> fixed, Pace pace) {

    /** Copies the list. */
    public CostSetup {
        requireNonNull(method, "method");
        requireNonNull(rates, "rates");
        requireNonNull(pace, "pace");
        fixed = List.copyOf(fixed);
    }

    Currency currency() {
        return rates.to();
    }

    /**
     * How often and how long.
     *
     * @param refreshEvery the time between two reads of a source, above zero
     * @param deadline how long a source may take, above zero
     * @param answerWithin how long a request for the job waits for its end, zero or more
     */
    public record Pace(Duration refreshEvery, Duration deadline, Duration answerWithin) {

        /** Refuses what is no time. */
        public Pace {
            if (refreshEvery.isNegative() || refreshEvery.isZero() || deadline.isNegative() || deadline.isZero()) {
                throw new IllegalArgumentException(
                        "refreshEvery and deadline must be > 0, were " + refreshEvery + " and " + deadline);
            }
            if (answerWithin.isNegative()) {
                throw new IllegalArgumentException("answerWithin must be >= 0, was " + answerWithin);
            }
        }
    }
}
