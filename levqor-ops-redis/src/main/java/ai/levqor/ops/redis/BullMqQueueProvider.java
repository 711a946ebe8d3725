package ai.levqor.ops.redis;

import ai.levqor.ops.spi.ConfigurationException;
import ai.levqor.ops.spi.Settings;
import ai.levqor.ops.spi.queue.WorkQueue;
import java.time.Clock;

/**
 * The queue of BullMQ's workers, as soon as {@code REDIS_URL} and {@code OPS_BULLMQ_QUEUE}, its name, are set. {@code
 * OPS_BULLMQ_PREFIX} is what BullMQ's keys begin with, {@code bull} if it is not set.
 */
public final class BullMqQueueProvider extends LayoutProvider {
    private static final String QUEUE = "OPS_BULLMQ_QUEUE";
    private static final String PREFIX = "OPS_BULLMQ_PREFIX";

    /** For {@link java.util.ServiceLoader}; opens nothing. */
    public BullMqQueueProvider() {
        super("redis-bullmq", QUEUE);
    }

    @Override
    public WorkQueue create(Settings settings) {
        var queue = name(QUEUE, settings.require(QUEUE));
        if (queue.contains(":")) {
            throw new ConfigurationException(
                    QUEUE + " must be a name without colons, as BullMQ has it, was '" + queue + "'");
        }
        var prefix = name(PREFIX, settings.find(PREFIX).orElse("bull"));
        return new BullMqQueue(redis(settings), prefix, queue, Clock.systemUTC());
    }
}
