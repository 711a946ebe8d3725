package ai.levqor.ops.engine.retention;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What is known of the active users of one finished day. What is not known is empty, never zero.
 *
 * @param day the day, of the zone {@code OPS_RETENTION_ZONE}
 * @param dau distinct users of the day
 * @param wau distinct users of the day and the six before it
 * @param mau distinct users of the day and the 29 before it
 * @param growth how they came and went; empty where the history does not reach back far enough
 * @param state why something is unknown, or that nothing is
 * @param computedAt when it was counted; empty for a day that was not
 * @param revisedAt when late rows last changed it
 */
public record RetentionRow(
        LocalDate day,
        OptionalLong dau,
        OptionalLong wau,
        OptionalLong mau,
        Optional<Growth> growth,
        State state,
        Optional<Instant> computedAt,
        Optional<Instant> revisedAt) {

    public RetentionRow {
        requireNonNull(day, "day");
        requireNonNull(state, "state");
    }

    /** A day that was not counted. */
    public static RetentionRow missing(LocalDate day) {
        return new RetentionRow(
                day,
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                State.MISSING,
                Optional.empty(),
                Optional.empty());
    }

    /** Stickiness: {@code dau / mau}; empty if one of them is unknown, or nobody was active in the month. */
    public OptionalDouble stickiness() {
        return dau.isEmpty() || mau.isEmpty() || mau.getAsLong() == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of((double) dau.getAsLong() / mau.getAsLong());
    }

    /** How far a day is known. */
    public enum State {
        /** The day is over, its windows are full, and every figure is known. */
        FINAL,
        /** The log covers only a part of the day: no figure is known. */
        PARTIAL,
        /** The day was not counted yet, or cannot be any more. */
        MISSING,
        /** The log begins within the window of a figure, and that figure is unknown. */
        INCOMPLETE_WINDOW
    }

    /**
     * Growth accounting over a month, as {@link ai.levqor.ops.policy.retention.ActiveDay} defines it.
     *
     * @param newcomers active for the first time
     * @param retained active, and within the 30 days before
     * @param resurrected active, not within the 30 days before, not for the first time
     * @param churned monthly users of the day before, and not of this day
     */
    public record Growth(long newcomers, long retained, long resurrected, long churned) {

        /** The quick ratio: {@code (newcomers + resurrected) / churned}; empty if nobody churned. */
        public OptionalDouble quickRatio() {
            return churned == 0
                    ? OptionalDouble.empty()
                    : OptionalDouble.of((double) (newcomers + resurrected) / churned);
        }
    }
}
