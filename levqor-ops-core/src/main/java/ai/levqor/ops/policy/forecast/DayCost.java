package ai.levqor.ops.policy.forecast;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;

/**
 * What one day cost, or a part of it.
 *
 * @param day from 1970 to 2099
 * @param amount in the currency of the {@link DailyCosts}; negative is a credit; between -1e12 and 1e12
 */
public record DayCost(LocalDate day, double amount) {
    private static final double MOST = 1e12;
    private static final LocalDate FIRST = LocalDate.of(1970, 1, 1);
    private static final LocalDate END = LocalDate.of(2100, 1, 1);

    /** Refuses what cannot be a day's cost, before it can spoil a sum. */
    public DayCost {
        requireNonNull(day, "day");
        if (day.isBefore(FIRST) || !day.isBefore(END)) {
            throw new IllegalArgumentException("day must be from 1970 to 2099, was " + day);
        }
        if (!(Math.abs(amount) <= MOST)) {
            throw new IllegalArgumentException("amount must be a number from -1e12 to 1e12, was " + amount);
        }
    }
}
