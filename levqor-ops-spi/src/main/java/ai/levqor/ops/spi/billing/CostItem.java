package ai.levqor.ops.spi.billing;

import static java.util.Objects.requireNonNull;

import java.util.Currency;
import java.util.Locale;

/**
 * One of the things that a source charges for, such as a service of a cloud. Two items that differ in currency are
 * different items.
 *
 * @param name for people; 1 to 80 characters, and no personal data
 * @param kind by which it is forecast
 * @param currency of every amount
 */
public record CostItem(String name, CostKind kind, Currency currency) {
    private static final int LONGEST = 80;

    /** Refuses a name that is none. */
    public CostItem {
        requireNonNull(kind, "kind");
        requireNonNull(currency, "currency");
        if (name.isBlank() || name.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "the name of an item must have 1 to 80 characters, had " + name.length());
        }
    }

    /**
     * The currency of an ISO 4217 code in any case.
     *
     * @throws IllegalArgumentException if there is none of that code
     */
    public static Currency currency(String code) {
        try {
            return Currency.getInstance(code.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("a currency must be a code of ISO 4217, such as usd", e);
        }
    }
}
