package ai.levqor.ops.engine.retention;

import ai.levqor.ops.engine.retention.RetentionRow.Growth;
import ai.levqor.ops.engine.retention.RetentionRow.State;
import ai.levqor.ops.policy.retention.ActiveDay;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Makes rows, and says of each figure whether it can be known. A window that reaches back before the first whole day of
 * the log is unknown; who came and went takes the 30 days before the day.
 *
 * @param firstWhole the first day of which the log holds everything; empty if nothing ever happened before the log
 */
record RowMaker(Optional<LocalDate> firstWhole) {
    private static final int WEEK = 7;
    private static final int MONTH = 30;

    RetentionRow row(ActiveDay day, Instant computedAt) {
        var growth = whole(day.day(), MONTH + 1);
        return new RetentionRow(
                day.day(),
                known(day, 1, day.dau()),
                known(day, WEEK, day.wau()),
                known(day, MONTH, day.mau()),
                growth
                        ? Optional.of(new Growth(day.newcomers(), day.retained(), day.resurrected(), day.churned()))
                        : Optional.empty(),
                growth ? State.FINAL : whole(day.day(), 1) ? State.INCOMPLETE_WINDOW : State.PARTIAL,
                Optional.of(computedAt),
                Optional.empty());
    }

    /** Whether the log holds all of these days up to this one. */
    boolean whole(LocalDate day, int window) {
        return firstWhole
                .map(first -> !day.minusDays(window - 1L).isBefore(first))
                .orElse(true);
    }

    private OptionalLong known(ActiveDay day, int window, long users) {
        return whole(day.day(), window) ? OptionalLong.of(users) : OptionalLong.empty();
    }
}
