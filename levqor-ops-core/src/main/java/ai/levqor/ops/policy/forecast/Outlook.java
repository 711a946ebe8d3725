package ai.levqor.ops.policy.forecast;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Puts a forecast together: what a model expects of each day, and what is certain beside it. */
final class Outlook {
    private final String method;
    private final History history;
    private final LocalDate from;
    private final List<ForecastNote> notes;
    private final double[] model = new double[Forecast.DAYS];
    private final double[] certain = new double[Forecast.DAYS];

    Outlook(String method, History history) {
        this.method = method;
        this.history = history;
        this.from = LocalDate.ofEpochDay(history.from());
        this.notes = new ArrayList<>(history.notes());
        Arrays.fill(certain, history.creditPerDay());
    }

    static Forecast none(String method, History history) {
        return new Forecast(
                method,
                history.currency(),
                LocalDate.ofEpochDay(history.from()),
                OptionalDouble.empty(),
                Optional.empty(),
                List.of(),
                List.of(new ForecastNote(ForecastReason.NO_HISTORY, 0)));
    }

    void note(ForecastReason reason, double value) {
        notes.add(new ForecastNote(reason, value));
    }

    /** The same level every day. */
    void level(double level) {
        Arrays.fill(model, Math.max(0, level));
    }

    /** A level that weekdays bend. */
    void level(double level, Weekdays weekdays) {
        for (var at = 0; at < model.length; at++) {
            model[at] = Math.max(0, level) * weekdays.ratio(history.from() + at);
        }
    }

    void day(int at, double cost) {
        model[at] = Math.max(0, cost);
    }

    /** Puts fees on their dates; returns their sum. */
    double fees(MonthlyFees fees) {
        var sum = 0.0;
        for (var at = 0; at < certain.length; at++) {
            var fee = fees.on(from.plusDays(at));
            certain[at] += fee;
            sum += fee;
        }
        return sum;
    }

    /** What the model expects of all days, without what is certain. */
    double expected() {
        var sum = 0.0;
        for (var cost : model) {
            sum += cost;
        }
        return sum;
    }

    Forecast withoutBands() {
        return forecast(Optional.empty(), null);
    }

    /** The same share below and above, of the total and of each day. */
    Forecast withShare(double share) {
        return forecast(Optional.of(Bands.share(expected(), share)), null);
    }

    /**
     * With these bands of what the model expects.
     *
     * @param noise how far single days are from their level, as ratios in ascending order
     */
    Forecast with(Bands bands, double[] noise) {
        return forecast(Optional.of(bands), new DayNoise(expected(), bands, noise));
    }

    private Forecast forecast(Optional<Bands> bands, @Nullable DayNoise noise) {
        var days = new ArrayList<DayForecast>(Forecast.DAYS);
        var total = 0.0;
        var sure = 0.0;
        var expected = expected();
        for (var at = 0; at < model.length; at++) {
            var cost = Math.max(0, model[at] + certain[at]);
            total += cost;
            sure += certain[at];
            var own = noise == null ? share(bands, expected, model[at]) : Optional.of(noise.bands(model[at]));
            var shift = certain[at];
            days.add(new DayForecast(from.plusDays(at), cost, own.map(band -> shifted(band, shift))));
        }
        var shift = Math.max(sure, total - expected);
        return new Forecast(
                method,
                history.currency(),
                from,
                OptionalDouble.of(total),
                bands.map(band -> shifted(band, shift)),
                days,
                notes);
    }

    private static Optional<Bands> share(Optional<Bands> bands, double expected, double cost) {
        var factor = expected > 0 ? cost / expected : 0;
        return bands.map(band -> new Bands(times(band.at80(), factor), times(band.at95(), factor)));
    }

    private static Interval times(Interval interval, double factor) {
        return Interval.of(interval.low() * factor, interval.high() * factor);
    }

    private static Bands shifted(Bands bands, double by) {
        return by == 0 ? bands : new Bands(shifted(bands.at80(), by), shifted(bands.at95(), by));
    }

    private static Interval shifted(Interval interval, double by) {
        return Interval.of(interval.low() + by, interval.high() + by);
    }
}
