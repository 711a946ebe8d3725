package ai.levqor.ops.spi.billing;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;

/**
 * What an item cost on one day, or a part of that.
 *
 * @param day of UTC, from 1970 to 2099
 * @param item what it is the cost of
 * @param amount in major units of the item's currency, between -1e12 and 1e12; below zero is a credit
 * @param volume what the amount is a fee of, such as the payments taken that day, in the same currency and range; empty
 *     if there is no such thing
 */
public record CostLine(LocalDate day, CostItem item, BigDecimal amount, Optional<BigDecimal> volume) {
    private static final BigDecimal MOST = new BigDecimal("1e12");
    private static final LocalDate FIRST = LocalDate.of(1970, 1, 1);
    private static final LocalDate END = LocalDate.of(2100, 1, 1);

    /** Refuses what cannot be a day's cost. */
    public CostLine {
        requireNonNull(day, "day");
        requireNonNull(item, "item");
        requireNonNull(volume, "volume");
        if (day.isBefore(FIRST) || !day.isBefore(END)) {
            throw new IllegalArgumentException("day must be from 1970 to 2099, was " + day);
        }
        check("amount", amount);
        volume.ifPresent(it -> check("volume", it));
    }

    /** A cost that is no fee of anything. */
    public static CostLine of(LocalDate day, CostItem item, BigDecimal amount) {
        return new CostLine(day, item, amount, Optional.empty());
    }

    private static void check(String name, BigDecimal value) {
        if (value.abs().compareTo(MOST) > 0) {
            throw new IllegalArgumentException(name + " must be from -1e12 to 1e12, was " + value);
        }
    }
}
