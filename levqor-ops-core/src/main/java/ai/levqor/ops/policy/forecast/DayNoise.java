package ai.levqor.ops.policy.forecast;

import java.util.Arrays;

/**
 * The bands of single days: how uncertain the level is and how single days stray from it, as if these were independent
 * (the root of the sum of squares).
 */
final class DayNoise {
    private static final int LATEST_DAYS = 56;
    private static final int HALF_WINDOW = 7;

    /** Days to come stray farther than those from which their own level was taken: counted on recorded series. */
    private static final double FARTHER = 1.3;

    private final double expected;
    private final Bands bands;
    private final double[] strays;

    /**
     * Around a total.
     *
     * @param strays from {@link #strays}
     */
    DayNoise(double expected, Bands bands, double[] strays) {
        this.expected = expected;
        this.bands = bands;
        this.strays = strays;
    }

    /** The ratios of the latest days to their level, less 1, ascending; one or more days. */
    static double[] strays(double[] alike) {
        var medians = Arithmetic.runningMedian(alike, HALF_WINDOW);
        var mean = Arithmetic.mean(alike);
        var latest = Math.min(LATEST_DAYS, alike.length);
        var strays = new double[latest];
        for (var at = 0; at < latest; at++) {
            var place = alike.length - latest + at;
            var level = Math.max(medians[place], mean / 10);
            strays[at] = level > 0 ? (alike[place] - medians[place]) / level : 0;
        }
        Arrays.sort(strays);
        return strays;
    }

    /** Of a day expected to cost this much. */
    Bands bands(double cost) {
        return new Bands(interval(cost, bands.at80(), 0.1), interval(cost, bands.at95(), 0.025));
    }

    private Interval interval(double cost, Interval total, double tail) {
        if (expected <= 0) {
            return new Interval(0, 0);
        }
        var below = Math.hypot(
                Math.max(0, 1 - total.low() / expected),
                FARTHER * Math.min(0, Arithmetic.quantileOfSorted(strays, tail)));
        var above = Math.hypot(
                Math.max(0, total.high() / expected - 1),
                FARTHER * Math.max(0, Arithmetic.quantileOfSorted(strays, 1 - tail)));
        return Interval.of(cost * (1 - below), cost * (1 + above));
    }
}
