package ai.levqor.ops.policy.forecast;

import java.util.Arrays;

/**
 * How each weekday stands to the mean of its week: the median ratio over the whole weeks, shrunk to 1 by
 * {@code m / (m + 3)} for m weeks. All are 1 below 21 days, and if one would be so low that it says more about days
 * switched off than about weeks.
 */
final class Weekdays {
    static final int WEEK = 7;

    private static final int LEAST_DAYS = 21;
    private static final double FLOOR = 0.05;
    private static final double LEAST = 0.2;

    private final double[] ratios;

    private Weekdays(double[] ratios) {
        this.ratios = ratios;
    }

    static Weekdays of(History history) {
        if (history.size() < LEAST_DAYS) {
            return flat();
        }
        var ratios = measured(history);
        return ratios.length == 0 ? flat() : new Weekdays(ratios);
    }

    /** All alike. */
    static Weekdays flat() {
        var flat = new double[WEEK];
        Arrays.fill(flat, 1);
        return new Weekdays(flat);
    }

    /** Of the weeks that end with the last day; none if weekdays cannot be told. */
    private static double[] measured(History history) {
        var costs = history.costs();
        var weeks = costs.length / WEEK;
        var seen = new double[WEEK][weeks];
        var used = 0;
        for (var week = 0; week < weeks; week++) {
            var start = costs.length - (week + 1) * WEEK;
            var mean = Arithmetic.mean(costs, start, start + WEEK);
            if (mean > 0) {
                for (var day = 0; day < WEEK; day++) {
                    seen[day][used] = costs[start + day] / mean;
                }
                used++;
            }
        }
        if (used == 0) {
            return new double[0];
        }
        var ratios = new double[WEEK];
        for (var day = 0; day < WEEK; day++) {
            var ratio = Math.max(FLOOR, Arithmetic.median(Arrays.copyOf(seen[day], used)));
            ratios[weekday(history.lastDay() - WEEK + 1 + day)] = 1 + (ratio - 1) * used / (used + 3);
        }
        return usable(ratios);
    }

    private static double[] usable(double[] ratios) {
        var mean = Arithmetic.mean(ratios);
        for (var day = 0; day < WEEK; day++) {
            ratios[day] /= mean;
            if (ratios[day] < LEAST) {
                return new double[0];
            }
        }
        return ratios;
    }

    /** @param day since 1970 */
    double ratio(int day) {
        return ratios[weekday(day)];
    }

    /**
     * The level of the last days, or of all if there are fewer: the sum of their costs over that of their ratios. So whole
     * weeks are at their plain mean; the mean of single days, each over its ratio, would lift noise on cheap weekdays.
     */
    double mean(History history, int days) {
        var costs = history.costs();
        var sum = 0.0;
        var weights = 0.0;
        for (var at = Math.max(0, costs.length - days); at < costs.length; at++) {
            sum += costs[at];
            weights += ratio(history.lastDay() - costs.length + 1 + at);
        }
        return sum / weights;
    }

    /** The costs with every weekday made alike. */
    double[] level(History history) {
        var costs = history.costs().clone();
        for (var at = 0; at < costs.length; at++) {
            costs[at] /= ratio(history.lastDay() - costs.length + 1 + at);
        }
        return costs;
    }

    private static int weekday(int day) {
        return Math.floorMod(day, WEEK);
    }
}
