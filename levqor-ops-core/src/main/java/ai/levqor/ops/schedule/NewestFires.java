package ai.levqor.ops.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The newest fires between two times. A schedule only tells what comes next; so a time with many fires is halved, and the
 * newer half is looked through first. A year of a job that runs every five minutes takes some three thousand looks.
 */
final class NewestFires {
    /** A time with more fires than this is halved. */
    private static final int STRIDE = 32;

    private final Schedule schedule;
    private final int most;
    private final List<Instant> found = new ArrayList<>();

    private NewestFires(Schedule schedule, int most) {
        this.schedule = schedule;
        this.most = most;
    }

    /** The newest first, after a time and up to another, both of which may be any. */
    static List<Instant> of(Schedule schedule, Instant after, Instant until, int most) {
        var newest = new NewestFires(schedule, most);
        newest.look(after, until);
        return List.copyOf(newest.found);
    }

    private void look(Instant after, Instant until) {
        var fires = firstFires(after, until);
        if (fires.size() > STRIDE) {
            var first = fires.get(0);
            var middle = first.plus(Duration.between(first, until).dividedBy(2));
            look(middle, until);
            if (found.size() < most) {
                look(after, middle);
            }
        } else {
            for (var i = fires.size() - 1; i >= 0 && found.size() < most; i--) {
                found.add(fires.get(i));
            }
        }
    }

    private List<Instant> firstFires(Instant after, Instant until) {
        var fires = new ArrayList<Instant>();
        var next = next(after, until);
        while (next.isPresent() && fires.size() <= STRIDE) {
            fires.add(next.get());
            next = next(next.get(), until);
        }
        return fires;
    }

    private Optional<Instant> next(Instant after, Instant until) {
        return schedule.next(after).filter(fire -> !fire.isAfter(until));
    }
}
