package ai.levqor.ops.store.jdbc;

import ai.levqor.ops.spi.activity.DayRange;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * By how many seconds a point in time is to be moved so that its day in UTC is its day in the zone that counts. It changes
 * with the clocks: {@code changes} holds when, and until then the shift before it holds.
 *
 * @param first the shift before the first change
 * @param changes from when on another shift holds, in order
 */
record ZoneShift(int first, List<Change> changes) {

    ZoneShift {
        changes = List.copyOf(changes);
    }

    /**
     * From here on it is this much.
     *
     * @param at the first moment of it
     * @param seconds the shift
     */
    record Change(Instant at, int seconds) {}

    /** For points in time. */
    static ZoneShift ofInstants(ZoneId zone, DayRange days) {
        var end = Day.start(days.to(), zone);
        var begin = Day.start(days.from(), zone);
        var changes = new ArrayList<Change>();
        for (var next = zone.getRules().nextTransition(begin);
                next != null && next.getInstant().isBefore(end);
                next = zone.getRules().nextTransition(next.getInstant())) {
            changes.add(new Change(next.getInstant(), next.getOffsetAfter().getTotalSeconds()));
        }
        return new ZoneShift(zone.getRules().getOffset(begin).getTotalSeconds(), changes);
    }

    /** For times of day in a zone, read as if they were UTC; each change is such a time, too. */
    static ZoneShift ofLocalTimes(ZoneId from, ZoneId to, DayRange days) {
        if (from.equals(to)) {
            return new ZoneShift(0, List.of());
        }
        var begin = LocalDateTime.of(days.from().minusDays(2), LocalTime.MIDNIGHT);
        var end = LocalDateTime.of(days.to().plusDays(2), LocalTime.MIDNIGHT);
        var moments = new TreeSet<LocalDateTime>();
        for (var zone : List.of(from, to)) {
            var rules = zone.getRules();
            for (var next = rules.nextTransition(begin.toInstant(ZoneOffset.UTC));
                    next != null && next.getInstant().isBefore(end.toInstant(ZoneOffset.UTC));
                    next = rules.nextTransition(next.getInstant())) {
                moments.add(LocalDateTime.ofInstant(next.getInstant(), from));
            }
        }
        return new ZoneShift(
                between(from, to, begin),
                moments.stream()
                        .map(moment -> new Change(moment.toInstant(ZoneOffset.UTC), between(from, to, moment)))
                        .toList());
    }

    private static int between(ZoneId from, ZoneId to, LocalDateTime local) {
        var zoned = local.atZone(from);
        return to.getRules().getOffset(zoned.toInstant()).getTotalSeconds()
                - zoned.getOffset().getTotalSeconds();
    }
}
