package ai.levqor.ops.schedule;

import static java.time.temporal.ChronoUnit.SECONDS;
import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;

/**
 * Each day at a time of a zone, once. If the clocks are set forward over that time, the job is due at the first instant
 * after the gap; if the time comes twice, the first time.
 *
 * @param time in whole seconds
 */
public record Daily(LocalTime time, ZoneId zone) implements Schedule {

    /** @throws IllegalArgumentException if the time has parts of a second */
    public Daily {
        requireNonNull(zone, "zone");
        requireWholeSeconds(time);
    }

    @Override
    public Optional<Instant> next(Instant after) {
        LocalTimes each = this::from;
        return each.nextOnce(after, zone);
    }

    @Override
    public String text() {
        return time + " " + zone.getId();
    }

    private LocalDateTime from(LocalDateTime earliest) {
        var sameDay = earliest.toLocalDate().atTime(time);
        return sameDay.isBefore(earliest) ? sameDay.plusDays(1) : sameDay;
    }

    static void requireWholeSeconds(LocalTime time) {
        if (!time.equals(time.truncatedTo(SECONDS))) {
            throw new IllegalArgumentException("time must be in whole seconds, was " + time);
        }
    }
}
