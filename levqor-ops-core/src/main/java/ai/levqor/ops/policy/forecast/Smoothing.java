package ai.levqor.ops.policy.forecast;

/** Spikes cut, and the level that simple exponential smoothing sees at the end. */
final class Smoothing {
    private static final double[] ALPHAS = {0.03, 0.06, 0.12, 0.25, 0.45, 0.8};
    private static final double SHARPNESS = 20;
    private static final int HALF_WINDOW = 5;
    private static final int START = 7;

    private Smoothing() {}

    /** Every value within 5 deviations, and a tenth of it, of its 11-day running median. */
    static double[] cut(double[] values) {
        var centres = Arithmetic.runningMedian(values, HALF_WINDOW);
        var width = 5 * Arithmetic.NORMAL_MAD * Arithmetic.medianDistance(values, centres);
        var cut = values.clone();
        for (var at = 0; at < cut.length; at++) {
            var most = width + 0.1 * Math.abs(centres[at]);
            cut[at] = Math.max(centres[at] - most, Math.min(centres[at] + most, cut[at]));
        }
        return cut;
    }

    /**
     * The level at the end, at several speeds weighted by how well each foretold the next day:
     * {@code exp(-20 (e / e_min - 1))} for a mean absolute error of e.
     */
    static double level(double[] values) {
        var levels = new double[ALPHAS.length];
        var errors = new double[ALPHAS.length];
        var least = Double.MAX_VALUE;
        var start = Arithmetic.mean(values, 0, Math.min(START, values.length));
        for (var speed = 0; speed < ALPHAS.length; speed++) {
            var level = start;
            var error = 0.0;
            for (var value : values) {
                error += Math.abs(value - level);
                level += ALPHAS[speed] * (value - level);
            }
            levels[speed] = level;
            errors[speed] = error / values.length;
            least = Math.min(least, errors[speed]);
        }
        var sum = 0.0;
        var weights = 0.0;
        for (var speed = 0; speed < ALPHAS.length; speed++) {
            var weight = least > 0 ? Math.exp(-SHARPNESS * (errors[speed] / least - 1)) : errors[speed] > 0 ? 0 : 1;
            sum += weight * levels[speed];
            weights += weight;
        }
        return sum / weights;
    }
}
