package ai.levqor.ops.redis;

import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/**
 * A queue of BullMQ. Ready are its jobs in {@code wait}, {@code paused} and {@code prioritized}, and the delayed that are due;
 * in flight those in {@code active}; dead those in {@code failed}. A job that is redriven goes back as by {@code job.retry()}:
 * to its end of the list or by its priority, with its attempts, and to its parent's dependencies.
 *
 * <p>How often it was redriven stands in its own hash, in the field {@code levqor}. A job in quarantine has left {@code failed}
 * and keeps its hash; a copy of that is beside the quarantine, where no command of BullMQ's removes it.
 */
final class BullMqQueue extends LayoutQueue {
    private static final Script SCRIPT = LayoutScript.of("bullmq");
    private static final int MOST_A_STEP = 50;

    /**
     * Opens nothing.
     *
     * @param prefix what BullMQ's keys begin with, usually {@code bull}
     * @param queue the queue's name
     */
    BullMqQueue(Redis redis, String prefix, String queue, Clock clock) {
        super(redis, SCRIPT, keys(prefix + ":" + queue + ":"), clock, MOST_A_STEP);
    }

    private static List<String> keys(String base) {
        return Stream.of(
                        "levqor:redrive",
                        "levqor:retrying",
                        "levqor:quarantined",
                        "meta",
                        "wait",
                        "paused",
                        "active",
                        "failed",
                        "prioritized",
                        "delayed",
                        "marker",
                        "pc",
                        "events")
                .map(base::concat)
                .toList();
    }
}
