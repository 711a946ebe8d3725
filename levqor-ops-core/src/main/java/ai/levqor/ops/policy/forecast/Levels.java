package ai.levqor.ops.policy.forecast;

import java.util.Arrays;

/**
 * Six views of today's level of a series with its weekdays made alike, and the one in the middle. Views are compared as
 * logarithms relative to the mean of the last 28 days; a hundredth of the mean is added to each, so that nothing is
 * infinitely far from zero.
 */
final class Levels {
    private static final int BASE_DAYS = 28;
    private static final double FARTHEST = 1.5;
    /** From this share of zeros on, the middle of a weekday or of a window is no measure of its mean. */
    private static final double INTERMITTENT = 0.2;

    private static final double CROSSING = 1.3;
    private static final int CROSSINGS = 2;

    private final Weekdays weekdays;
    private final double[] alike;
    private final double mean;
    private final double base;
    private final double grain;
    private final double smoothed;
    private final double[] views;
    private final int crossings;
    private final double middle;

    private Levels(History history) {
        var zeros = Arithmetic.zeros(history.costs());
        weekdays = zeros < INTERMITTENT ? Weekdays.of(history) : Weekdays.flat();
        alike = weekdays.level(history);
        mean = weekdays.mean(history, alike.length);
        base = weekdays.mean(history, BASE_DAYS);
        grain = mean / 100;
        var cut = zeros < INTERMITTENT ? Smoothing.cut(alike) : alike;
        smoothed = Smoothing.level(cut);
        views = new double[] {
            0,
            view(weekdays.mean(history, 7)),
            view(weekdays.mean(history, 14)),
            view(mean),
            view(smoothed),
            view(ChangePoint.level(cut))
        };
        Arrays.sort(views);
        crossings = crossings();
        middle = (views[2] + views[3]) / 2;
    }

    /** Of one or more days, none below zero. */
    static Levels of(History history) {
        return new Levels(history);
    }

    private double view(double level) {
        if (grain == 0) {
            return 0;
        }
        return Math.max(-FARTHEST, Math.min(FARTHEST, Math.log((level + grain) / (base + grain))));
    }

    /** How often the mean of 7 days went from above the mean to below it or back, by a margin of 1.3. */
    private int crossings() {
        var side = 0;
        var crossed = 0;
        var week = 0.0;
        for (var at = 0; at < alike.length; at++) {
            week += alike[at] - (at >= Weekdays.WEEK ? alike[at - Weekdays.WEEK] : 0);
            if (at >= Weekdays.WEEK - 1) {
                var level = week / Weekdays.WEEK;
                var now = level > mean * CROSSING ? 1 : level < mean / CROSSING ? -1 : side;
                crossed += side != 0 && now != side ? 1 : 0;
                side = now;
            }
        }
        return crossed;
    }

    boolean onAndOff() {
        return crossings >= CROSSINGS;
    }

    int timesCrossed() {
        return crossings;
    }

    Weekdays weekdays() {
        return weekdays;
    }

    /** The series with its weekdays made alike. */
    double[] alike() {
        return alike;
    }

    /** The mean of the last 28 days. */
    double base() {
        return base;
    }

    /** What is added before a logarithm is taken, 0 if all is zero. */
    double grain() {
        return grain;
    }

    /** What exponential smoothing sees. */
    double smoothed() {
        return smoothed;
    }

    /** In ascending order. */
    double[] views() {
        return views;
    }

    /** The median view: a logarithm relative to the base. */
    double middle() {
        return middle;
    }

    /** The level that a view means, for a day. */
    double level(double view) {
        return Math.max(0, Math.exp(view) * (base + grain) - grain);
    }
}
