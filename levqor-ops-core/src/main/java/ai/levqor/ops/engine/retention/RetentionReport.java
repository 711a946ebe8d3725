package ai.levqor.ops.engine.retention;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * What is known of the active users of the last days.
 *
 * @param rows newest first, beginning with the last finished day, if anything is known at all; a day in between that was
 *     not counted is there as missing, days before the first known one are not
 * @param lastFinished the last day that is over
 * @param zone whose days these are
 * @param hint what to do if nothing is known at all
 */
public record RetentionReport(List<RetentionRow> rows, LocalDate lastFinished, ZoneId zone, Optional<Hint> hint) {

    public RetentionReport {
        rows = List.copyOf(rows);
        requireNonNull(lastFinished, "lastFinished");
        requireNonNull(zone, "zone");
        requireNonNull(hint, "hint");
    }

    /** The newest day that was counted. */
    public Optional<LocalDate> asOf() {
        return rows.stream()
                .filter(row -> row.state() != RetentionRow.State.MISSING)
                .map(RetentionRow::day)
                .findFirst();
    }

    /** Whether the last finished day is not counted, although days before it are. */
    public boolean stale() {
        return asOf().map(day -> day.isBefore(lastFinished)).orElse(false);
    }

    /** Why nothing is known, and what to do. */
    public enum Hint {
        /** Nobody was recorded, and there is no log. */
        NOTHING_RECORDED(
                "No activity is recorded. Call ops.activity().record(userId), or name your log in OPS_ACTIVITY_TABLE."),
        /** The log is empty. */
        LOG_EMPTY("The log of activity has no finished day yet."),
        /** No night has counted it. */
        NOT_COUNTED("No day is counted yet. POST /ops/jobs/retention counts them now.");

        private final String sentence;

        Hint(String sentence) {
            this.sentence = sentence;
        }

        /** That in a sentence for a person. */
        public String sentence() {
            return sentence;
        }
    }
}
