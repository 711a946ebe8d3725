package ai.levqor.ops.policy.forecast;

import java.time.LocalDate;

/**
 * The line of least squares through the days, carried on, with a band of 20 %: the rule of the plan, kept to the letter.
 * A day below zero counts as 0. One day is its own line.
 */
final class LinearTrend implements ForecastMethod {
    static final double BAND = 0.2;

    @Override
    public String name() {
        return "trend";
    }

    @Override
    public Forecast forecast(DailyCosts costs, LocalDate from) {
        var history = History.of(costs, from);
        if (history.size() == 0) {
            return Outlook.none(name(), history);
        }
        var slope = slope(history.costs());
        var end = history.mean(history.size()) + slope * (history.size() - 1) / 2.0;
        var outlook = new Outlook(name(), history);
        for (var at = 0; at < Forecast.DAYS; at++) {
            outlook.day(at, end + slope * (history.from() + at - history.lastDay()));
        }
        return outlook.withShare(BAND);
    }

    static double slope(double[] costs) {
        var middle = (costs.length - 1) / 2.0;
        var products = 0.0;
        var squares = 0.0;
        for (var at = 0; at < costs.length; at++) {
            products += (at - middle) * costs[at];
            squares += (at - middle) * (at - middle);
        }
        return squares == 0 ? 0 : products / squares;
    }
}
