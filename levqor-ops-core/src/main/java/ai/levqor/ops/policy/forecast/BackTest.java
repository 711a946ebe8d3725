package ai.levqor.ops.policy.forecast;

import java.time.LocalDate;
import java.util.Optional;

/**
 * What a method would have forecast for this very series, every week of its past, held against what came. It is told
 * beside a forecast so that a person can judge the method; the method is never changed by it, because a dozen overlapping
 * months are too few to choose by.
 *
 * @param forecasts how many, one or more
 * @param error the sum of the absolute errors, as a share of the sum of what came
 * @param last30Error the same for the last 30 days once more
 * @param bias the sum of the errors, as a share of the sum of what came; above 0 if forecasts were too high
 * @param banded how many had bands
 * @param held80 how many of these held the total within the 80 % band
 */
public record BackTest(int forecasts, double error, double last30Error, double bias, int banded, int held80) {
    private static final int STEP_DAYS = 7;
    private static final int MOST_FORECASTS = 12;
    private static final int LEAST_HISTORY = 7;
    private static final int LEAST_KNOWN = 21;

    /**
     * Of the complete days before {@code from}.
     *
     * @return empty if the series is too short (37 days), or nothing was spent
     */
    public static Optional<BackTest> of(ForecastMethod method, DailyCosts costs, LocalDate from) {
        var complete = costs.before(from);
        var tally = new Tally(method, complete);
        if (!complete.isEmpty()) {
            var first = complete.day(0).plusDays(LEAST_HISTORY);
            var origin = complete.day(complete.span() - 1).plusDays(1L - Forecast.DAYS);
            while (!origin.isBefore(first) && tally.forecasts < MOST_FORECASTS) {
                tally.add(origin);
                origin = origin.minusDays(STEP_DAYS);
            }
        }
        return tally.result();
    }

    private static final class Tally {
        private final ForecastMethod method;
        private final ForecastMethod last30 = new LastThirtyDays();
        private final DailyCosts costs;
        private int forecasts;
        private int banded;
        private int held;
        private double actual;
        private double off;
        private double last30Off;
        private double bias;

        Tally(ForecastMethod method, DailyCosts costs) {
            this.method = method;
            this.costs = costs;
        }

        void add(LocalDate origin) {
            var came = costs.since(origin).before(origin.plusDays(Forecast.DAYS));
            var forecast = method.forecast(costs, origin);
            var other = last30.forecast(costs, origin).total();
            if (came.knownDays() < LEAST_KNOWN || forecast.total().isEmpty() || other.isEmpty()) {
                return;
            }
            var total = came.sum() * Forecast.DAYS / came.knownDays();
            forecasts++;
            actual += total;
            bias += forecast.total().getAsDouble() - total;
            off += Math.abs(forecast.total().getAsDouble() - total);
            last30Off += Math.abs(other.getAsDouble() - total);
            if (forecast.bands().isPresent()) {
                banded++;
                held += forecast.bands().get().at80().contains(total) ? 1 : 0;
            }
        }

        Optional<BackTest> result() {
            return forecasts == 0 || actual <= 0
                    ? Optional.empty()
                    : Optional.of(
                            new BackTest(forecasts, off / actual, last30Off / actual, bias / actual, banded, held));
        }
    }
}
