package ai.levqor.ops.policy.forecast;

/**
 * The intervals of one amount.
 *
 * @param at80 should hold it in 80 of 100 cases
 * @param at95 should hold it in 95 of 100 cases; not within {@code at80}
 */
public record Bands(Interval at80, Interval at95) {

    /** Refuses a wide one that is narrower. */
    public Bands {
        if (at95.low() > at80.low() || at95.high() < at80.high()) {
            throw new IllegalArgumentException("the 95 % interval must hold the other, were " + at95 + " and " + at80);
        }
    }

    /** The same share of an amount below and above it, at both levels. */
    static Bands share(double amount, double share) {
        var band = Interval.of(amount * (1 - share), amount * (1 + share));
        return new Bands(band, band);
    }

    /** Around an amount that is known. */
    static Bands exact(double amount) {
        return share(amount, 0);
    }
}
