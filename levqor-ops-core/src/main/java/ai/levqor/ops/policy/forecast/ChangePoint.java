package ai.levqor.ops.policy.forecast;

/** The one split into two levels that leaves the least squares, with at least 7 days on each side. */
final class ChangePoint {
    private static final int LEAST_DAYS = 7;
    /** Below this share of the squared level, what is left is rounding. */
    private static final double NOTHING = 1e-18;

    private ChangePoint() {}

    /** The mean since the split, as far as it explains anything; else the mean of all. */
    static double level(double[] values) {
        var days = values.length;
        var mean = Arithmetic.mean(values);
        var squares = 0.0;
        for (var value : values) {
            squares += (value - mean) * (value - mean);
        }
        var best = 0.0;
        var split = 0;
        var left = 0.0;
        for (var at = 1; at <= days - LEAST_DAYS; at++) {
            left += values[at - 1] - mean;
            // The sides' sums about the mean are opposite, so this is the square that the split explains.
            var explained = left * left / at + left * left / (days - at);
            if (at >= LEAST_DAYS && explained > best) {
                best = explained;
                split = at;
            }
        }
        if (split == 0 || squares <= NOTHING * mean * mean * days) {
            return mean;
        }
        var gain = Math.min(1, best / squares);
        return gain * Arithmetic.mean(values, split, days) + (1 - gain) * mean;
    }
}
