package ai.levqor.ops.policy.forecast;

/**
 * Where an amount lies, with some probability.
 *
 * @param low 0 or more
 * @param high at least {@code low}
 */
public record Interval(double low, double high) {

    /** Refuses what is no range of amounts. */
    public Interval {
        if (!(low >= 0 && low <= high && high < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("0 <= low <= high must hold, were " + low + " and " + high);
        }
    }

    /** Between two amounts, neither of them below zero. */
    static Interval of(double low, double high) {
        var least = Math.max(0, low);
        return new Interval(least, Math.max(least, high));
    }

    /** Whether an amount lies within, on the ends too. */
    public boolean contains(double amount) {
        return amount >= low && amount <= high;
    }
}
