package ai.levqor.ops.redis;

import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * A queue of RQ. Ready are the jobs in its list; in flight those in its registry of started jobs; dead those in its registry of
 * failed jobs, but for those that RQ would forget now. A job that is redriven goes back as by {@code job.requeue()}, and unlike
 * there in one step, and without the time to live that its failure gave it.
 *
 * <p>How often it was redriven stands in its own hash, in the field {@code levqor}. A job in quarantine has left the registry and
 * keeps its hash and results without a time to live. RQ orders failures by when it forgets them; so does a redrive.
 */
final class RqQueue extends LayoutQueue {
    private static final Script SCRIPT = LayoutScript.of("rq");
    private static final int MOST_A_STEP = 50;
    private static final DateTimeFormatter TIMES = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /**
     * Opens nothing.
     *
     * @param queue the queue's name
     */
    RqQueue(Redis redis, String queue, Clock clock) {
        super(redis, SCRIPT, keys(queue), clock, MOST_A_STEP);
    }

    private static List<String> keys(String queue) {
        var own = "rq:levqor:" + queue + ":";
        return List.of(
                own + "redrive",
                own + "retrying",
                own + "quarantined",
                "rq:queue:" + queue,
                "rq:failed:" + queue,
                "rq:wip:" + queue,
                "rq:queues");
    }

    @Override
    Object[] forReading() {
        return new Object[] {TIMES.format(clock().instant())};
    }
}
