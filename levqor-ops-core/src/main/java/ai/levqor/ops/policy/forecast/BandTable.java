package ai.levqor.ops.policy.forecast;

import java.util.Map;

/**
 * How wide the bands are. The error of a sum of 30 days, as a logarithm, has the scale
 *
 * <pre>
 * s = exp(beta . traits),    log((actual + grain) / (expected + grain)) = q s
 * </pre>
 *
 * with quantiles q that were counted, not assumed: bands are asymmetric and never below zero. Here {@code grain} is a
 * hundredth of 30 mean days.
 *
 * <p><b>Where the numbers come from.</b> 16 origins each of 172 real daily series in six collections (cloud cost, cash
 * withdrawals, shop visits, electric load, page views, transport and single items), and of 150 made ones (plateaus with
 * steps, monthly fees, saturating growth, autocorrelated usage, bursts, sums of two real ones), each with the 21, 30, 60
 * and 120 days before it; every collection weighs the same. beta minimises {@code |r| / s + log s} with a ridge. Traits
 * were chosen by leaving one collection out at a time: share of zeros, autocorrelation, error of the next day, gain of
 * the change point and crossings of the mean made the bands of the collection left out worse. So tested, they held 79.0 %
 * and 95.0 % of the totals. See {@code docs/decisions} on forecasts.
 */
final class BandTable {
    private static final double[] BETA = {-0.4932, 0.1881, 0.03817, 0.05935, 0.1767, 0.02642, 0.3496, -0.2717};
    private static final double[] BETA_SHORT = {-1.128, 0.2576, 0.1435};

    private static final double NARROWEST = 0.01;
    private static final double WIDEST = 1.5;

    /** Days of history at which the quantiles were counted; between them they go by the logarithm of the days. */
    private static final double[] DAYS = {21, 30, 60, 120};

    private static final double[] SHORT_DAYS = {7, 10, 14, 20};

    /** By days: the quantiles 0.025, 0.1, 0.9 and 0.975. */
    private static final Map<String, double[][]> QUANTILES = Map.of(
            ForecastMethods.DEFAULT,
            new double[][] {
                {-2.652, -1.111, 1.651, 3.098},
                {-2.613, -1.138, 1.616, 2.98},
                {-2.483, -1.274, 1.582, 3.007},
                {-2.588, -1.421, 1.586, 3.004}
            },
            "mean28",
            new double[][] {
                {-2.725, -1.225, 1.763, 3.001},
                {-2.687, -1.262, 1.729, 2.985},
                {-2.852, -1.398, 1.591, 3.152},
                {-2.852, -1.582, 1.663, 3.122}
            },
            "seasonal",
            new double[][] {
                {-2.681, -1.143, 1.793, 3.105},
                {-2.665, -1.18, 1.789, 3.023},
                {-2.73, -1.341, 1.663, 3.193},
                {-2.838, -1.572, 1.747, 3.136}
            },
            "holt",
            new double[][] {
                {-2.786, -1.208, 1.75, 5.745},
                {-2.765, -1.235, 1.704, 5.262},
                {-2.578, -1.327, 2.134, 8.285},
                {-2.726, -1.476, 2.192, 9.19}
            },
            "theta",
            new double[][] {
                {-2.891, -1.437, 2.027, 4.546},
                {-2.781, -1.343, 1.946, 4.224},
                {-2.666, -1.401, 2.082, 5.768},
                {-2.795, -1.468, 2.121, 6.052}
            });

    private static final double[][] SHORT_QUANTILES = {
        {-2.99, -1.285, 1.527, 4.147},
        {-2.877, -1.26, 1.514, 3.806},
        {-2.816, -1.206, 1.476, 3.318},
        {-2.716, -1.182, 1.457, 2.825}
    };

    private final double scale;
    private final double[] quantiles;

    private BandTable(double scale, double[] quantiles) {
        this.scale = scale;
        this.quantiles = quantiles;
    }

    /** For a method, by what a series of 21 days or more is like. */
    static BandTable of(String method, Levels levels) {
        var table = QUANTILES.get(method);
        if (table == null) {
            throw new IllegalArgumentException("method must have measured bands, was " + method);
        }
        return new BandTable(scale(BETA, Traits.of(levels)), between(DAYS, table, levels.alike().length));
    }

    /** For the plain mean of 7 to 20 days. */
    static BandTable ofShort(double[] costs) {
        return new BandTable(
                scale(BETA_SHORT, Traits.ofShort(costs)), between(SHORT_DAYS, SHORT_QUANTILES, costs.length));
    }

    /**
     * The bands of a total.
     *
     * @param grain of one day
     */
    Bands around(double expected, double grain) {
        var least = grain * Forecast.DAYS;
        var ends = new double[quantiles.length];
        for (var at = 0; at < ends.length; at++) {
            ends[at] = (expected + least) * Math.exp(quantiles[at] * scale) - least;
        }
        return new Bands(Interval.of(ends[1], ends[2]), Interval.of(ends[0], ends[3]));
    }

    private static double scale(double[] beta, double[] traits) {
        var sum = 0.0;
        for (var at = 0; at < beta.length; at++) {
            sum += beta[at] * traits[at];
        }
        return Math.max(NARROWEST, Math.min(WIDEST, Math.exp(sum)));
    }

    private static double[] between(double[] days, double[][] table, int size) {
        var right = 1;
        while (right < days.length - 1 && days[right] < size) {
            right++;
        }
        var left = right - 1;
        var share = Math.log(size / days[left]) / Math.log(days[right] / days[left]);
        var within = Math.max(0, Math.min(1, share));
        var quantiles = new double[table[left].length];
        for (var at = 0; at < quantiles.length; at++) {
            quantiles[at] = table[left][at] + within * (table[right][at] - table[left][at]);
        }
        return quantiles;
    }
}
