package ai.levqor.ops.schedule;

import java.time.Instant;
import java.util.Optional;

/** Both ends of the calendar: what milliseconds since 1970 can count. */
final class Horizon {
    private static final Instant FIRST = Instant.ofEpochMilli(Long.MIN_VALUE);
    private static final Instant LAST = Instant.ofEpochMilli(Long.MAX_VALUE);

    private Horizon() {}

    /** The time itself, or the nearer end. */
    static Instant nearest(Instant time) {
        if (time.isBefore(FIRST)) {
            return FIRST;
        }
        return time.isAfter(LAST) ? LAST : time;
    }

    /** The time, if it is not past the end. */
    static Optional<Instant> within(Instant time) {
        return time.isAfter(LAST) ? Optional.empty() : Optional.of(time);
    }
}
