package ai.levqor.ops.redis;

import ai.levqor.ops.spi.Settings;
import ai.levqor.ops.spi.queue.WorkQueue;
import ai.levqor.ops.spi.queue.WorkQueueProvider;
import java.time.Clock;
import java.util.Set;

/**
 * The host's queue in Redis lists, as soon as {@code REDIS_URL} and {@code OPS_REDIS_QUEUE}, the name of the list of the jobs
 * that wait, are set. {@code OPS_REDIS_QUEUE_RETRY} and {@code OPS_REDIS_QUEUE_DEAD} name the lists of those to retry and of
 * those that failed; {@code OPS_REDIS_QUEUE_TAKES} says at which end workers take jobs, {@code left} or {@code right};
 * {@code OPS_REDIS_QUEUE_COUNTS} says when a redrive of a job is counted, {@code moved} or {@code taken}.
 */
public final class RedisListQueueProvider implements WorkQueueProvider {

    /** For {@link java.util.ServiceLoader}; opens nothing. */
    public RedisListQueueProvider() {}

    @Override
    public String id() {
        return "redis";
    }

    @Override
    public Set<String> requiredSettings() {
        return Set.of(RedisSettings.URL, QueueKeys.READY);
    }

    @Override
    public WorkQueue create(Settings settings) {
        return RedisListQueue.of(settings, Clock.systemUTC());
    }
}
