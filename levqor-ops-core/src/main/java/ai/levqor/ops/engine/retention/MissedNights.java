package ai.levqor.ops.engine.retention;

import ai.levqor.ops.engine.retention.RetentionPlan.Progress;
import ai.levqor.ops.policy.retention.GapHistogram;
import ai.levqor.ops.spi.activity.DayRange;
import ai.levqor.ops.store.jdbc.LedgerMark;
import ai.levqor.ops.store.jdbc.LedgerNight;
import java.time.Instant;
import java.time.LocalDate;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Publishes the days of missed nights from the log alone, before each of them is counted from the oldest on. The log has to
 * reach back over the whole month before them; if it was purged, they wait for their turn.
 */
final class MissedNights {
    private static final int MONTH = 30;

    private MissedNights() {}

    /** Publishes the newest days, a month of them at the most, if more than one night was missed; leaves the mark alone. */
    static boolean newestDays(
            LedgerNight night, LedgerMark mark, LocalDate through, Instant now, Consumer<Progress> progress) {
        if (!mark.countedThrough().plusDays(1).isBefore(through)) {
            return false;
        }
        var newest =
                new DayRange(later(mark.countedThrough().plusDays(1), through.minusDays(MONTH)), through.plusDays(1));
        var window = new DayRange(newest.from().minusDays(MONTH - 1L), newest.to());
        if (night.logDays().filter(log -> log.from().isBefore(window.from())).isEmpty()) {
            return false;
        }
        progress.accept(new Progress("newest days", 0, newest.days()));
        var gaps = GapHistogram.builder(Math.toIntExact(window.from().toEpochDay()), window.days());
        night.countGaps(window, gaps::add);
        var known = new LedgerMark(through, window.from(), window.from(), window.from(), false, OptionalLong.empty());
        night.publish(new DayFigures(known, gaps.build(), now).rows(newest));
        progress.accept(new Progress("newest days", newest.days(), newest.days()));
        return true;
    }

    private static LocalDate later(LocalDate one, LocalDate other) {
        return one.isAfter(other) ? one : other;
    }
}
