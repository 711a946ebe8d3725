package ai.levqor.ops.redis;

import ai.levqor.ops.spi.Settings;
import ai.levqor.ops.spi.queue.WorkQueue;
import java.time.Clock;

/**
 * The stream of a consumer group, as soon as {@code REDIS_URL}, {@code OPS_REDIS_STREAM} (the stream's key) and {@code
 * OPS_REDIS_STREAM_GROUP} are set. {@code OPS_REDIS_STREAM_DEAD} is the stream of what the workers gave up, the stream's key and
 * {@code :dead} if it is not set; {@code OPS_REDIS_STREAM_ID_FIELD} the field that names a job. What is in flight for {@code
 * OPS_REDIS_STREAM_IDLE} (5m) and was delivered more than {@code OPS_REDIS_STREAM_MAX_DELIVERIES} times (5) counts as dead.
 */
public final class RedisStreamQueueProvider extends LayoutProvider {

    /** For {@link java.util.ServiceLoader}; opens nothing. */
    public RedisStreamQueueProvider() {
        super("redis-streams", StreamSettings.STREAM, StreamSettings.GROUP);
    }

    @Override
    public WorkQueue create(Settings settings) {
        return new RedisStreamQueue(redis(settings), StreamSettings.of(settings), Clock.systemUTC());
    }
}
