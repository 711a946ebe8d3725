package ai.levqor.ops.schedule;

import static java.util.Objects.requireNonNull;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.Optional;

/**
 * Each week on a day at a time of a zone, once. If the clocks are set forward over that time, the job is due at the first
 * instant after the gap; if the time comes twice, the first time.
 *
 * @param time in whole seconds
 */
public record Weekly(DayOfWeek day, LocalTime time, ZoneId zone) implements Schedule {
    private static final int LETTERS = 3;

    /** @throws IllegalArgumentException if the time has parts of a second */
    public Weekly {
        requireNonNull(day, "day");
        requireNonNull(zone, "zone");
        Daily.requireWholeSeconds(time);
    }

    @Override
    public Optional<Instant> next(Instant after) {
        LocalTimes each = this::from;
        return each.nextOnce(after, zone);
    }

    @Override
    public String text() {
        return shortName(day) + " " + time + " " + zone.getId();
    }

    static String shortName(DayOfWeek day) {
        return day.name().substring(0, LETTERS);
    }

    private LocalDateTime from(LocalDateTime earliest) {
        var sameWeek =
                earliest.toLocalDate().with(TemporalAdjusters.nextOrSame(day)).atTime(time);
        return sameWeek.isBefore(earliest) ? sameWeek.plusWeeks(1) : sameWeek;
    }
}
