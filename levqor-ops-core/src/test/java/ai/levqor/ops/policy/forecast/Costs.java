package ai.levqor.ops.policy.forecast;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/** Costs made for tests: days in a row up to the last of 2025, a Wednesday, so that forecasts begin with 2026. */
final class Costs {
    static final Currency USD = Currency.getInstance("USD");
    static final Currency EUR = Currency.getInstance("EUR");
    static final LocalDate FROM = LocalDate.of(2026, 1, 1);

    private Costs() {}

    /** By the day. */
    static DailyCosts of(int days, ToDoubleFunction<LocalDate> cost) {
        var rows = new ArrayList<DayCost>();
        for (var day = FROM.minusDays(days); day.isBefore(FROM); day = day.plusDays(1)) {
            rows.add(new DayCost(day, cost.applyAsDouble(day)));
        }
        return DailyCosts.of(USD, rows);
    }

    /** In order, the last one on the last day. */
    static DailyCosts of(double... costs) {
        return of(costs.length, day -> costs[costs.length - (int) (FROM.toEpochDay() - day.toEpochDay())]);
    }

    static DailyCosts constant(int days, double cost) {
        return of(days, day -> cost);
    }

    /** About a level, by up to a share of it; the same each time. */
    static ToDoubleFunction<LocalDate> about(double level, double share) {
        return day -> level * (1 + share * (2 * new Random(day.toEpochDay() * 7919).nextDouble() - 1));
    }

    /** Without some days. */
    static DailyCosts without(DailyCosts costs, List<LocalDate> missing) {
        var rows = rows(costs);
        rows.removeIf(row -> missing.contains(row.day()));
        return DailyCosts.of(costs.currency(), rows);
    }

    /** With another amount on a day. */
    static DailyCosts with(DailyCosts costs, LocalDate day, double amount) {
        var rows = rows(costs);
        rows.removeIf(row -> row.day().equals(day));
        rows.add(new DayCost(day, amount));
        return DailyCosts.of(costs.currency(), rows);
    }

    private static List<DayCost> rows(DailyCosts costs) {
        var rows = new ArrayList<DayCost>();
        for (var at = 0; at < costs.span(); at++) {
            var day = costs.day(at);
            costs.on(day).ifPresent(cost -> rows.add(new DayCost(day, cost)));
        }
        return rows;
    }

    static Forecast byDefault(DailyCosts costs) {
        return ForecastMethods.named(ForecastMethods.DEFAULT).forecast(costs, FROM);
    }

    static double total(Forecast forecast) {
        return forecast.total().orElseThrow();
    }
}
