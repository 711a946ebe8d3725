package ai.levqor.ops.redis;

import ai.levqor.ops.spi.Settings;
import ai.levqor.ops.spi.queue.WorkQueue;
import java.time.Clock;

/** The queue of RQ's workers, as soon as {@code REDIS_URL} and {@code OPS_RQ_QUEUE}, its name, are set. */
public final class RqQueueProvider extends LayoutProvider {
    private static final String QUEUE = "OPS_RQ_QUEUE";

    /** For {@link java.util.ServiceLoader}; opens nothing. */
    public RqQueueProvider() {
        super("redis-rq", QUEUE);
    }

    @Override
    public WorkQueue create(Settings settings) {
        return new RqQueue(redis(settings), name(QUEUE, settings.require(QUEUE)), Clock.systemUTC());
    }
}
