package ai.levqor.ops.policy.forecast;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Daily costs in one currency. A day without a row is missing, which is not zero.
 *
 * <p><b>Threading:</b> immutable.
 */
public final class DailyCosts {
    private final Currency currency;
    private final int firstDay;
    private final double[] amounts;
    private final int from;
    private final int to;

    /** @param amounts by day, with NaN for a missing one; looked at from {@code from} to before {@code to}, never changed */
    private DailyCosts(Currency currency, int firstDay, double[] amounts, int from, int to) {
        this.currency = currency;
        this.firstDay = firstDay;
        this.amounts = amounts;
        this.from = from;
        this.to = to;
    }

    /** Rows in any order; those of the same day are added. */
    public static DailyCosts of(Currency currency, List<DayCost> rows) {
        requireNonNull(currency, "currency");
        var first = Integer.MAX_VALUE;
        var last = Integer.MIN_VALUE;
        for (var row : rows) {
            first = Math.min(first, number(row.day()));
            last = Math.max(last, number(row.day()));
        }
        if (rows.isEmpty()) {
            return new DailyCosts(currency, 0, new double[0], 0, 0);
        }
        var amounts = new double[last - first + 1];
        Arrays.fill(amounts, Double.NaN);
        for (var row : rows) {
            var at = number(row.day()) - first;
            amounts[at] = Double.isNaN(amounts[at]) ? row.amount() : amounts[at] + row.amount();
        }
        return new DailyCosts(currency, first, amounts, 0, amounts.length);
    }

    /** The currency of every amount. */
    public Currency currency() {
        return currency;
    }

    /** Whether no day is known. */
    public boolean isEmpty() {
        return knownDays() == 0;
    }

    /** How many days have a cost. */
    public int knownDays() {
        var known = 0;
        for (var at = from; at < to; at++) {
            known += Double.isNaN(amounts[at]) ? 0 : 1;
        }
        return known;
    }

    /** From the first day to the last, both counted, with those missing between. */
    public int span() {
        return to - from;
    }

    /** The day at a place, 0 being the first; the last is at {@code span() - 1}. */
    public LocalDate day(int place) {
        return LocalDate.ofEpochDay((long) firstDay + from + place);
    }

    /** The cost of a day; empty if it is missing or outside. */
    public OptionalDouble on(LocalDate day) {
        var at = number(day) - firstDay;
        return at < from || at >= to || Double.isNaN(amounts[at])
                ? OptionalDouble.empty()
                : OptionalDouble.of(amounts[at]);
    }

    /** Those before a day: what is complete when that day has begun. */
    public DailyCosts before(LocalDate day) {
        var end = Math.max(from, Math.min(to, number(day) - firstDay));
        return new DailyCosts(currency, firstDay, amounts, from, end);
    }

    /** Those from a day on. */
    public DailyCosts since(LocalDate day) {
        var start = Math.min(to, Math.max(from, number(day) - firstDay));
        return new DailyCosts(currency, firstDay, amounts, start, to);
    }

    /** Every amount times a factor, from -1 to 1e6. */
    public DailyCosts times(double factor) {
        if (!(factor >= -1 && factor <= 1e6)) {
            throw new IllegalArgumentException("factor must be from -1 to 1e6, was " + factor);
        }
        var product = Arrays.copyOfRange(amounts, from, to);
        for (var at = 0; at < product.length; at++) {
            product[at] *= factor;
        }
        return new DailyCosts(currency, firstDay + from, product, 0, product.length);
    }

    /** The sum of the known days, and how many there are, decide nothing about the missing ones. */
    public double sum() {
        var sum = 0.0;
        for (var at = from; at < to; at++) {
            sum += Double.isNaN(amounts[at]) ? 0 : amounts[at];
        }
        return sum;
    }

    /** By day, with NaN for a missing one: for the arithmetic of this package. */
    double[] raw(int start, int end) {
        return Arrays.copyOfRange(amounts, from + start, from + end);
    }

    private static int number(LocalDate day) {
        return (int) Math.max(-1_000_000, Math.min(1_000_000, day.toEpochDay()));
    }

    @Override
    public String toString() {
        return isEmpty()
                ? "no costs in " + currency
                : knownDays() + " days in " + currency + " from " + day(0) + " to " + day(span() - 1);
    }
}
