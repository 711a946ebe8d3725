package ai.levqor.ops.policy.forecast;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Adds forecasts. The half-widths of their bands are combined as those of errors with a correlation of 0.3: root of
 * {@code 0.7 (sum of squares) + 0.3 (square of the sum)}, measured to be safe rather than narrow. What has no bands of its
 * own, being too young for them, is taken to lie between nothing and three times its forecast; if it is more than a tenth of
 * the sum, the sum has no bands either.
 */
final class ForecastSum {
    private static final double WIDE = 3;
    private static final double MOST_UNBANDED = 0.1;

    private final String name;
    private final Currency currency;
    private final LocalDate from;
    private final Amount total = new Amount();
    private final Amount[] days = new Amount[Forecast.DAYS];
    private boolean any;

    ForecastSum(String name, Currency currency, LocalDate from) {
        this.name = name;
        this.currency = currency;
        this.from = from;
        for (var at = 0; at < days.length; at++) {
            days[at] = new Amount();
        }
    }

    /** @param forecast with a total */
    void add(Forecast forecast, double rate) {
        any = true;
        total.add(forecast.total().orElseThrow(), forecast.bands().orElse(null), rate);
        for (var at = 0; at < days.length; at++) {
            var day = forecast.path().get(at);
            days[at].add(day.cost(), day.bands().orElse(null), rate);
        }
    }

    Forecast forecast() {
        if (!any) {
            return new Forecast(
                    name,
                    currency,
                    from,
                    OptionalDouble.empty(),
                    Optional.empty(),
                    List.of(),
                    List.of(new ForecastNote(ForecastReason.NO_HISTORY, 0)));
        }
        var path = new ArrayList<DayForecast>(Forecast.DAYS);
        for (var at = 0; at < days.length; at++) {
            path.add(new DayForecast(from.plusDays(at), days[at].sum, days[at].bands()));
        }
        return new Forecast(name, currency, from, OptionalDouble.of(total.sum), total.bands(), path, List.of());
    }

    /** One amount and the half-widths about it. */
    private static final class Amount {
        private double sum;
        private double unbanded;
        private final HalfWidth low80 = new HalfWidth();
        private final HalfWidth high80 = new HalfWidth();
        private final HalfWidth low95 = new HalfWidth();
        private final HalfWidth high95 = new HalfWidth();

        void add(double amount, @Nullable Bands bands, double rate) {
            sum += amount * rate;
            unbanded += bands == null ? amount * rate : 0;
            var known = bands == null ? wide(amount) : bands;
            low80.add((amount - known.at80().low()) * rate);
            high80.add((known.at80().high() - amount) * rate);
            low95.add((amount - known.at95().low()) * rate);
            high95.add((known.at95().high() - amount) * rate);
        }

        private static Bands wide(double amount) {
            var interval = Interval.of(0, WIDE * amount);
            return new Bands(interval, interval);
        }

        Optional<Bands> bands() {
            return unbanded <= MOST_UNBANDED * sum
                    ? Optional.of(new Bands(
                            Interval.of(sum - low80.combined(), sum + high80.combined()),
                            Interval.of(sum - low95.combined(), sum + high95.combined())))
                    : Optional.empty();
        }
    }

    private static final class HalfWidth {
        private static final double CORRELATION = 0.3;
        private double sum;
        private double squares;

        void add(double width) {
            var least = Math.max(0, width);
            sum += least;
            squares += least * least;
        }

        double combined() {
            return Math.sqrt((1 - CORRELATION) * squares + CORRELATION * sum * sum);
        }
    }
}
