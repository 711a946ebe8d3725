package ai.levqor.ops.policy.forecast;

import java.time.LocalDate;

/**
 * A way from daily costs to the cost of 30 days. The same costs and the same day always give the same forecast.
 *
 * <p>Only complete days count: those before {@code from}. So a partial day is left out by asking from it on.
 *
 * <p><b>Threading:</b> immutable; may be called by many threads.
 */
public interface ForecastMethod {

    /** The name by which a setting chooses it. */
    String name();

    /**
     * The forecast.
     *
     * @param costs in any state: empty, with gaps, with credits
     * @param from the first day of the 30
     */
    Forecast forecast(DailyCosts costs, LocalDate from);
}
