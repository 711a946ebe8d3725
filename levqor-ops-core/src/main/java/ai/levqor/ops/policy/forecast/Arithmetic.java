package ai.levqor.ops.policy.forecast;

import java.util.Arrays;

/** Means, medians and quantiles of arrays, which are left as they are. */
final class Arithmetic {
    /** From the median absolute deviation to the standard deviation of a normal distribution. */
    static final double NORMAL_MAD = 1.4826;

    private Arithmetic() {}

    /** From a place to before another; 0 for none. */
    static double mean(double[] values, int from, int to) {
        var sum = 0.0;
        for (var at = from; at < to; at++) {
            sum += values[at];
        }
        return to > from ? sum / (to - from) : 0;
    }

    static double mean(double[] values) {
        return mean(values, 0, values.length);
    }

    /** Of the values themselves, not of a sample's population; 0 for none. */
    static double deviation(double[] values) {
        var mean = mean(values);
        var sum = 0.0;
        for (var value : values) {
            sum += (value - mean) * (value - mean);
        }
        return values.length == 0 ? 0 : Math.sqrt(sum / values.length);
    }

    /** One or more values. */
    static double median(double[] values) {
        var sorted = values.clone();
        Arrays.sort(sorted);
        return medianOfSorted(sorted, sorted.length);
    }

    /** The median of the distances from a centre. */
    static double medianDistance(double[] values, double[] centres) {
        var distances = new double[values.length];
        for (var at = 0; at < values.length; at++) {
            distances[at] = Math.abs(values[at] - centres[at]);
        }
        Arrays.sort(distances);
        return medianOfSorted(distances, distances.length);
    }

    /** The share of values that are zero; one or more values. */
    static double zeros(double[] values) {
        var zeros = 0;
        for (var value : values) {
            zeros += value == 0 ? 1 : 0;
        }
        return (double) zeros / values.length;
    }

    /** The value below which a share of the sorted values lies, on the line between two. */
    static double quantileOfSorted(double[] sorted, double share) {
        var place = share * (sorted.length - 1);
        var below = (int) place;
        var above = Math.min(sorted.length - 1, below + 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    /** The median of each value and those up to {@code half} places away; fewer at the ends. */
    static double[] runningMedian(double[] values, int half) {
        var medians = new double[values.length];
        var window = new double[2 * half + 1];
        var size = 0;
        for (var at = 0; at < Math.min(half, values.length); at++) {
            size = insert(window, size, values[at]);
        }
        for (var at = 0; at < values.length; at++) {
            if (at > half) {
                size = remove(window, size, values[at - half - 1]);
            }
            if (at + half < values.length) {
                size = insert(window, size, values[at + half]);
            }
            medians[at] = medianOfSorted(window, size);
        }
        return medians;
    }

    private static double medianOfSorted(double[] sorted, int size) {
        return (sorted[(size - 1) / 2] + sorted[size / 2]) / 2;
    }

    private static int insert(double[] sorted, int size, double value) {
        var at = size;
        while (at > 0 && sorted[at - 1] > value) {
            sorted[at] = sorted[at - 1];
            at--;
        }
        sorted[at] = value;
        return size + 1;
    }

    private static int remove(double[] sorted, int size, double value) {
        var at = 0;
        while (sorted[at] != value) {
            at++;
        }
        System.arraycopy(sorted, at + 1, sorted, at, size - at - 1);
        return size - 1;
    }
}
