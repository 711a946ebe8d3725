package ai.levqor.ops.redis;

import java.time.Clock;
import java.util.List;

/**
 * A stream with a consumer group. Ready are the entries that the group was not given yet; in flight those that it was given and
 * did not acknowledge. Dead are the entries of the dead stream, and those in flight that were delivered too often and are idle
 * for too long: these are only counted, as claiming them is the workers' business.
 *
 * <p>A redrive adds entries of the dead stream to the stream again, with all of their fields, and takes them out of the dead
 * stream. Every group of the stream is given them, not this one alone. How often a job was redriven is counted by the field
 * that names it, or by all of its fields, and is forgotten 30 days after the last time.
 */
final class RedisStreamQueue extends LayoutQueue {
    private static final Script SCRIPT = LayoutScript.of("streams");
    private static final int MOST_A_STEP = 50;
    private static final int MOST_A_LOOK = 500;
    private static final int MOST_COUNTED = 100_000;

    private final StreamSettings settings;

    /** Opens nothing. */
    RedisStreamQueue(Redis redis, StreamSettings settings, Clock clock) {
        super(redis, SCRIPT, keys(settings), clock, MOST_A_STEP);
        this.settings = settings;
    }

    private static List<String> keys(StreamSettings settings) {
        var own = settings.own() + ":levqor:";
        return List.of(
                own + "redrive",
                own + "retrying",
                own + "quarantined",
                settings.stream(),
                settings.dead(),
                own + "redrives",
                own + "redriven");
    }

    @Override
    Object[] forReading() {
        return new Object[] {
            settings.group(), settings.mostDeliveries(), settings.idle().toMillis(), settings.idField()
        };
    }

    /** Counts for servers that do not (before Redis 7, or after entries were deleted), up to 100,000. */
    @Override
    long countReady() {
        var count = 0L;
        var after = "";
        while (count < MOST_COUNTED) {
            var read = Reply.list(asked("look", MOST_A_LOOK, after, forReading()));
            var more = Reply.number(read.get(0));
            count += more;
            if (more < MOST_A_LOOK) {
                return count;
            }
            after = Reply.text(read.get(1));
        }
        return count;
    }
}
