package ai.levqor.ops.stripe;

import java.time.LocalDate;
import java.util.Currency;

/**
 * What one object of Stripe adds to a day.
 *
 * @param day of UTC, on which the money moved
 * @param currency in which it is settled
 */
record Movement(LocalDate day, Currency currency, Amounts amounts) {}
