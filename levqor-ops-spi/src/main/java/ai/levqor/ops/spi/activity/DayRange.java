package ai.levqor.ops.spi.activity;

import static java.util.Objects.requireNonNull;

import java.time.LocalDate;

/**
 * Days in a row.
 *
 * @param from the first day
 * @param to the day after the last one; {@code from} itself if there are none
 */
public record DayRange(LocalDate from, LocalDate to) {

    public DayRange {
        requireNonNull(from, "from");
        requireNonNull(to, "to");
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("to must not be before from, were " + to + " and " + from);
        }
    }

    /** One day. */
    public static DayRange of(LocalDate day) {
        return new DayRange(day, day.plusDays(1));
    }

    /** How many days. */
    public int days() {
        return Math.toIntExact(to.toEpochDay() - from.toEpochDay());
    }

    /** Whether a day is among them. */
    public boolean contains(LocalDate day) {
        return !day.isBefore(from) && day.isBefore(to);
    }
}
