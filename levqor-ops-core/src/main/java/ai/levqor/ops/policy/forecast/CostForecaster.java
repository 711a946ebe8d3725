package ai.levqor.ops.policy.forecast;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Forecasts each source by its kind and adds up what is of one currency.
 *
 * <p><b>Threading:</b> immutable; may be called by many threads.
 */
public final class CostForecaster {
    /** The method name of what is certain. */
    public static final String CALENDAR = "calendar";

    /** The method name of a total. */
    public static final String SUM = "sum";

    private final ForecastMethod method;
    private final RateTable rates;

    /**
     * A forecaster.
     *
     * @param method for usage and volumes; a person or a setting chooses it
     * @param rates to the currency of the total
     */
    public CostForecaster(ForecastMethod method, RateTable rates) {
        this.method = requireNonNull(method, "method");
        this.rates = requireNonNull(rates, "rates");
    }

    /** The 30 days from {@code from} on, from the complete days before it. */
    public CostForecast forecast(List<CostSource> sources, LocalDate from) {
        var parts = new ArrayList<CostForecast.Part>();
        var all = new ForecastSum(SUM, rates.to(), from);
        var byCurrency = new LinkedHashMap<Currency, ForecastSum>();
        var partial = false;
        for (var source : sources) {
            var forecast = forecast(source, from);
            var rate = forecast.total().isPresent() ? rates.rate(source.currency()) : OptionalDouble.empty();
            if (rate.isPresent()) {
                all.add(forecast, rate.getAsDouble());
            }
            if (forecast.total().isPresent()) {
                byCurrency
                        .computeIfAbsent(source.currency(), currency -> new ForecastSum(SUM, currency, from))
                        .add(forecast, 1);
            }
            partial |= rate.isEmpty();
            parts.add(new CostForecast.Part(source.name(), forecast, backTest(source, from), rate));
        }
        var totals = new ArrayList<Forecast>();
        byCurrency.values().forEach(sum -> totals.add(sum.forecast()));
        return new CostForecast(all.forecast(), totals, parts, partial);
    }

    private Forecast forecast(CostSource source, LocalDate from) {
        if (source instanceof CostSource.Usage usage) {
            return method.forecast(usage.costs(), from);
        }
        if (source instanceof CostSource.Fee fee) {
            return method.forecast(fee.volume().times(fee.rate()), from);
        }
        return calendar((CostSource.Fixed) source, from);
    }

    private Optional<BackTest> backTest(CostSource source, LocalDate from) {
        if (source instanceof CostSource.Usage usage) {
            return BackTest.of(method, usage.costs(), from);
        }
        if (source instanceof CostSource.Fee fee) {
            return BackTest.of(method, fee.volume(), from);
        }
        return Optional.empty();
    }

    private static Forecast calendar(CostSource.Fixed fixed, LocalDate from) {
        var days = new ArrayList<DayForecast>();
        var total = 0.0;
        for (var at = 0; at < Forecast.DAYS; at++) {
            var day = from.plusDays(at);
            var cost = fixed.on(day);
            total += cost;
            days.add(new DayForecast(day, cost, Optional.of(Bands.exact(cost))));
        }
        return new Forecast(
                CALENDAR,
                fixed.currency(),
                from,
                OptionalDouble.of(total),
                Optional.of(Bands.exact(total)),
                days,
                List.of());
    }
}
