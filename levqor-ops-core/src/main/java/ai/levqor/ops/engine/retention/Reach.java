package ai.levqor.ops.engine.retention;

import ai.levqor.ops.spi.activity.DayRange;
import java.time.LocalDate;
import java.util.Optional;

/** How far back a log is counted, and from which day on it is known in whole. */
record Reach(RetentionSetup setup) {

    /** The first day to count. */
    LocalDate first(DayRange log, LocalDate through) {
        var begins = setup.completeFrom().orElse(log.from());
        var furthest = through.minusDays(setup.backfillDays() - 1L);
        return begins.isAfter(furthest) ? begins : furthest;
    }

    /**
     * The first day of which a log that is read from {@code from} on holds everything; empty if nothing happened before.
     * The day a log begins on is a part of a day.
     */
    Optional<LocalDate> firstWhole(DayRange log, LocalDate from) {
        if (setup.completeFrom().isPresent()) {
            return from.isAfter(setup.completeFrom().get()) ? Optional.of(from) : Optional.empty();
        }
        return Optional.of(from.isAfter(log.from()) ? from : from.plusDays(1));
    }
}
