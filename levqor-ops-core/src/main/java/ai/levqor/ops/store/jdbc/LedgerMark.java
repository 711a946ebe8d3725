package ai.levqor.ops.store.jdbc;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far the ledger has come.
 *
 * @param countedThrough the last day that is counted
 * @param countedFrom the first day that is counted, if only in part
 * @param wholeFrom the first day that is counted as a whole
 * @param bitsFrom from which day on the last-seen table knows each single day of a user
 * @param complete whether nothing came before {@code countedFrom}
 * @param watermark the highest ingest number that was counted; empty without an ingest column
 */
public record LedgerMark(
        LocalDate countedThrough,
        LocalDate countedFrom,
        LocalDate wholeFrom,
        LocalDate bitsFrom,
        boolean complete,
        OptionalLong watermark) {

    public LedgerMark {
        requireNonNull(countedThrough, "countedThrough");
        requireNonNull(countedFrom, "countedFrom");
        requireNonNull(wholeFrom, "wholeFrom");
        requireNonNull(bitsFrom, "bitsFrom");
        requireNonNull(watermark, "watermark");
    }

    /** The same, further on. */
    public LedgerMark through(LocalDate day, OptionalLong newWatermark) {
        return new LedgerMark(day, countedFrom, wholeFrom, bitsFrom, complete, newWatermark);
    }

    /** The first day whose window of so many days is known; a day of it may have had nobody. */
    public LocalDate fullFrom(int window) {
        return complete ? countedFrom : wholeFrom.plusDays(window - 1L);
    }

    /** The day that is counted only in part, because the log begins within it. */
    public Optional<LocalDate> partialDay() {
        return complete || countedFrom.equals(wholeFrom) ? Optional.empty() : Optional.of(countedFrom);
    }
}
