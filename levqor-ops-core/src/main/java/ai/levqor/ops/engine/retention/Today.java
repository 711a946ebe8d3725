package ai.levqor.ops.engine.retention;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * Which day it is in a zone. A day has 23 or 25 hours where the clocks change.
 *
 * <p><b>Threading:</b> safe for many threads.
 */
final class Today {
    private final Clock clock;
    private final ZoneId zone;
    private volatile Day day = new Day(0, 0, 0);

    /** A day and its half-open range of milliseconds. */
    private record Day(int epochDay, long fromMillis, long toMillis) {}

    Today(Clock clock, ZoneId zone) {
        this.clock = clock;
        this.zone = zone;
    }

    /** Today, as days since 1970-01-01. */
    int epochDay() {
        var now = clock.millis();
        var known = day;
        if (now >= known.fromMillis && now < known.toMillis) {
            return known.epochDay;
        }
        var date = LocalDate.ofInstant(clock.instant(), zone);
        day = new Day(
                Math.toIntExact(date.toEpochDay()),
                date.atStartOfDay(zone).toInstant().toEpochMilli(),
                date.plusDays(1).atStartOfDay(zone).toInstant().toEpochMilli());
        return Math.toIntExact(date.toEpochDay());
    }

    /** The last day that is over. */
    LocalDate lastFinished() {
        return LocalDate.ofEpochDay(epochDay() - 1L);
    }
}
