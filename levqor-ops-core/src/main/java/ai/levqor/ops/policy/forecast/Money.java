package ai.levqor.ops.policy.forecast;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;

/**
 * An amount in its currency. Amounts of different currencies are never added.
 *
 * @param currency the currency
 * @param amount of it, in major units
 */
public record Money(Currency currency, BigDecimal amount) {
    private static final int MORE_DIGITS = 4;

    /** Refuses nulls. */
    public Money {
        requireNonNull(currency, "currency");
        requireNonNull(amount, "amount");
    }

    /** Four digits finer than the currency's smallest unit, which a forecast does not reach. */
    static Money of(Currency currency, double amount) {
        var digits = Math.max(0, currency.getDefaultFractionDigits()) + MORE_DIGITS;
        return new Money(currency, BigDecimal.valueOf(amount).setScale(digits, RoundingMode.HALF_EVEN));
    }

    /**
     * The sum.
     *
     * @throws IllegalArgumentException if the currencies differ
     */
    public Money plus(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException(
                    "amounts must be of one currency to be added, were " + currency + " and " + other.currency);
        }
        return new Money(currency, amount.add(other.amount));
    }
}
