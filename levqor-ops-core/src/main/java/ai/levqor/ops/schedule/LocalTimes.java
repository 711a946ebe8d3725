package ai.levqor.ops.schedule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;

/**
 * A row of local times without an end, in the order of the calendar, and where they lie in time. A zone's clocks are set
 * forward, and some local times do not exist (a gap), or back, and some exist twice (an overlap).
 */
@FunctionalInterface
interface LocalTimes {

    /** The first that is not before this one. */
    LocalDateTime from(LocalDateTime earliest);

    /**
     * The first after a time, if each local time is due once: one in a gap at the first instant after the gap, one in an
     * overlap at the first of its two instants. A day that a zone leaves out is a gap of a day.
     */
    default Optional<Instant> nextOnce(Instant after, ZoneId zone) {
        var start = Horizon.nearest(after);
        var local = from(LocalDateTime.ofInstant(start, zone));
        var due = firstInstant(local, zone);
        // what is due at the start itself, or was in the first pass of an overlap, is passed over
        while (!due.isAfter(start)) {
            local = from(local.plusNanos(1));
            due = firstInstant(local, zone);
        }
        return Horizon.within(due);
    }

    /**
     * The first after a time, if it is due whenever the zone's clocks show it: never in a gap, in an overlap twice.
     */
    default Optional<Instant> nextShown(Instant after, ZoneId zone) {
        var rules = zone.getRules();
        var start = Horizon.nearest(after).plusNanos(1);
        while (true) {
            var offset = rules.getOffset(start);
            var due = from(LocalDateTime.ofInstant(start, offset)).toInstant(offset);
            var clocksAreSet = rules.nextTransition(start);
            if (clocksAreSet == null || due.isBefore(clocksAreSet.getInstant())) {
                return Horizon.within(due);
            }
            start = clocksAreSet.getInstant();
        }
    }

    private static Instant firstInstant(LocalDateTime local, ZoneId zone) {
        var clocksAreSet = zone.getRules().getTransition(local);
        return clocksAreSet != null && clocksAreSet.isGap()
                ? clocksAreSet.getInstant()
                : local.atZone(zone).toInstant();
    }
}
