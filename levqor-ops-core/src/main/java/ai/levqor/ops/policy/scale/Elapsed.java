package ai.levqor.ops.policy.scale;

import java.time.Duration;
import java.time.Instant;

/** The time between two moments, as {@link Duration#between} has it, without making an object for each question. */
final class Elapsed {
    private static final int NANOS = 1_000_000_000;

    private Elapsed() {}

    /** Whether more than {@code limit} has passed. */
    static boolean exceeds(Instant since, Instant now, Duration limit) {
        return compare(since, now, limit) > 0;
    }

    /** Whether {@code limit} or more has passed. */
    static boolean reaches(Instant since, Instant now, Duration limit) {
        return compare(since, now, limit) >= 0;
    }

    static double seconds(Instant since, Instant now) {
        return now.getEpochSecond() - since.getEpochSecond() + (now.getNano() - since.getNano()) / 1e9;
    }

    private static int compare(Instant since, Instant now, Duration limit) {
        var seconds = now.getEpochSecond() - since.getEpochSecond();
        var nanos = now.getNano() - since.getNano();
        if (nanos < 0) {
            seconds--;
            nanos += NANOS;
        }
        return seconds != limit.getSeconds()
                ? Long.compare(seconds, limit.getSeconds())
                : Integer.compare(nanos, limit.getNano());
    }
}
