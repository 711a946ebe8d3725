package ai.levqor.ops.store.jdbc;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A row of {@code analytics_aggregates}. What is not known is empty, as is what a host's own table has no column for.
 *
 * @param day the day
 * @param dau distinct users of the day
 * @param wau distinct users of the day and the six before it
 * @param mau distinct users of the day and the 29 before it
 * @param state a word for what is known
 * @param computedAt when it was counted
 * @param revisedAt when late rows last changed it
 */
public record LedgerRow(
        LocalDate day,
        OptionalLong dau,
        OptionalLong wau,
        OptionalLong mau,
        Optional<String> state,
        Optional<Instant> computedAt,
        Optional<Instant> revisedAt) {

    public LedgerRow {
        requireNonNull(day, "day");
    }
}
