package ai.levqor.ops.policy.forecast;

/**
 * Holt's linear exponential smoothing with a damped trend (Gardner and McKenzie), of the series with its weekdays made
 * alike and its spikes cut. The two speeds are those of a small grid with the least squared error of the next day; the
 * trend fades by a tenth a day, so that it adds at most nine days of itself.
 */
final class DampedHolt extends BandedMethod {
    private static final double[] LEVEL_SPEEDS = {0.05, 0.1, 0.2, 0.4};
    private static final double[] TREND_SPEEDS = {0, 0.02, 0.1};
    private static final double DAMPING = 0.9;
    private static final int START = 7;

    DampedHolt() {
        super("holt");
    }

    private record Fit(double error, double level, double trend) {}

    @Override
    Levels expect(History history, Outlook outlook) {
        var levels = Levels.of(history);
        var values = Smoothing.cut(levels.alike());
        var best = new Fit(Double.POSITIVE_INFINITY, 0, 0);
        for (var levelSpeed : LEVEL_SPEEDS) {
            for (var trendSpeed : TREND_SPEEDS) {
                var fit = fit(values, levelSpeed, trendSpeed);
                best = fit.error < best.error ? fit : best;
            }
        }
        var level = best.level;
        var trend = best.trend;
        for (var at = 0; at < Forecast.DAYS; at++) {
            trend *= DAMPING;
            level += trend;
            outlook.day(at, level * levels.weekdays().ratio(history.from() + at));
        }
        return levels;
    }

    private static Fit fit(double[] values, double levelSpeed, double trendSpeed) {
        var level = Arithmetic.mean(values, 0, START);
        var trend = 0.0;
        var error = 0.0;
        for (var value : values) {
            var expected = level + DAMPING * trend;
            var next = expected + levelSpeed * (value - expected);
            error += (value - expected) * (value - expected);
            trend = DAMPING * trend + trendSpeed * (next - level - DAMPING * trend);
            level = next;
        }
        return new Fit(error, level, trend);
    }
}
