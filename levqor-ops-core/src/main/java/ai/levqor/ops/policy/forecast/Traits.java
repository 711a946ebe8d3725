package ai.levqor.ops.policy.forecast;

import java.util.Arrays;

/**
 * What a series is like, as numbers that say how far off a forecast of it may be. Amounts are relative to the level, so
 * the same series in another currency has the same traits.
 */
final class Traits {
    private static final double FINEST = 0.01;
    private static final int MOST_WEEKS = 8;
    private static final int MONTH = 28;
    private static final double NO_ERROR_KNOWN = 0.1;

    private Traits() {}

    /** Of 21 days or more with some cost. */
    static double[] of(Levels levels) {
        var alike = levels.alike();
        var scale = levels.base() + levels.grain();
        var weeks = weeks(alike);
        var centre = new double[alike.length];
        Arrays.fill(centre, Arithmetic.median(alike));
        var views = levels.views();
        var error = monthError(alike, levels.grain());
        return new double[] {
            1,
            log(Arithmetic.deviation(weeks) / scale),
            log(Arithmetic.medianDistance(alike, centre) / scale),
            log(change(weeks) / scale),
            log(error < 0 ? NO_ERROR_KNOWN : error),
            error < 0 ? 1 : 0,
            log(views[views.length - 1] - views[0]),
            Math.log(alike.length / 60.0)
        };
    }

    /** Of 7 to 20 days with some cost. */
    static double[] ofShort(double[] costs) {
        var days = costs.length;
        var mean = Arithmetic.mean(costs);
        var early = Arithmetic.mean(costs, 0, days / 2);
        var late = Arithmetic.mean(costs, days / 2, days);
        var drift = Math.abs(Math.log((late + FINEST * mean) / (early + FINEST * mean)));
        return new double[] {1, log(Arithmetic.deviation(costs) / mean), log(drift)};
    }

    private static double log(double share) {
        return Math.log(Math.min(10, share) + FINEST);
    }

    /** The means of the last whole weeks, at most 8, the latest first. */
    private static double[] weeks(double[] values) {
        var weeks = new double[Math.min(MOST_WEEKS, values.length / Weekdays.WEEK)];
        for (var week = 0; week < weeks.length; week++) {
            var end = values.length - week * Weekdays.WEEK;
            weeks[week] = Arithmetic.mean(values, end - Weekdays.WEEK, end);
        }
        return weeks;
    }

    private static double change(double[] weeks) {
        var sum = 0.0;
        for (var week = 1; week < weeks.length; week++) {
            sum += Math.abs(weeks[week] - weeks[week - 1]);
        }
        return weeks.length < 2 ? 0 : sum / (weeks.length - 1);
    }

    /** How far a mean of 28 days was from the one before, on average of every week, as a logarithm; -1 if unknown. */
    private static double monthError(double[] values, double grain) {
        var sum = 0.0;
        var count = 0;
        for (var end = values.length; end >= 2 * MONTH; end -= Weekdays.WEEK) {
            var after = Arithmetic.mean(values, end - MONTH, end);
            var before = Arithmetic.mean(values, end - 2 * MONTH, end - MONTH);
            sum += Math.abs(Math.log((after + grain) / (before + grain)));
            count++;
        }
        return count == 0 ? -1 : sum / count;
    }
}
