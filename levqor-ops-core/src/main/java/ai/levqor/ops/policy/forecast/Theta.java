package ai.levqor.ops.policy.forecast;

/**
 * The theta method (Assimakopoulos and Nikolopoulos), in the form that Hyndman and Billah showed it to have: simple
 * exponential smoothing that drifts by half the slope of the line of least squares. Of the series with its weekdays made
 * alike and its spikes cut.
 */
final class Theta extends BandedMethod {

    Theta() {
        super("theta");
    }

    @Override
    Levels expect(History history, Outlook outlook) {
        var levels = Levels.of(history);
        var drift = LinearTrend.slope(Smoothing.cut(levels.alike())) / 2;
        for (var at = 0; at < Forecast.DAYS; at++) {
            var level = levels.smoothed() + drift * (at + 1);
            outlook.day(at, level * levels.weekdays().ratio(history.from() + at));
        }
        return levels;
    }
}
