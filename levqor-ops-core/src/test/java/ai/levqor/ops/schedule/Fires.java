package ai.levqor.ops.schedule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Fires, one after the other. */
final class Fires {
    private Fires() {}

    /** The first so many after a time, or fewer if there are no more. */
    static List<Instant> after(Schedule schedule, Instant after, int count) {
        var fires = new ArrayList<Instant>();
        var next = schedule.next(after);
        while (next.isPresent() && fires.size() < count) {
            fires.add(next.get());
            next = schedule.next(next.get());
        }
        return fires;
    }

    /** All after a time and up to another. */
    static List<Instant> between(Schedule schedule, Instant after, Instant until) {
        var fires = new ArrayList<Instant>();
        var next = schedule.next(after);
        while (next.isPresent() && !next.get().isAfter(until)) {
            fires.add(next.get());
            next = schedule.next(next.get());
        }
        return fires;
    }
}
