package ai.levqor.ops.spi.billing;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.util.List;

/**
 * What a source knows of the days from one day on. It stands in place of everything that was known of those days.
 *
 * <p>An item without a line on a day has no known cost that day, which is not a cost of zero: a source that knows a day
 * to have cost nothing says so with a line of zero. The day that has not ended yet has a line only if the source knows
 * what it has cost so far.
 *
 * @param from the first day it speaks of
 * @param openFrom the first day that may still change, and is to be asked for again; {@code from} or later
 * @param lines in any order; several of one item and day add up
 */
public record BilledCosts(LocalDate from, LocalDate openFrom, List<CostLine> lines) {

    /** Copies the lines, and refuses one that is before the first day. */
    public BilledCosts {
        requireNonNull(from, "from");
        if (openFrom.isBefore(from)) {
            throw new IllegalArgumentException("openFrom must be " + from + " or later, was " + openFrom);
        }
        lines = List.copyOf(lines);
        for (var line : lines) {
            if (line.day().isBefore(from)) {
                throw new IllegalArgumentException("lines must be of " + from + " or later, one was of " + line.day());
            }
        }
    }
}
