package ai.levqor.ops.redis;

import ai.levqor.ops.spi.ConfigurationException;
import ai.levqor.ops.spi.Settings;
import ai.levqor.ops.spi.queue.WorkQueue;
import java.time.Clock;
import java.util.stream.Stream;

/**
 * Queues of Sidekiq, as soon as {@code REDIS_URL} and {@code OPS_SIDEKIQ_QUEUE}, their names parted by commas, are set. With
 * {@code OPS_SIDEKIQ_RETRY} at {@code true} the jobs that wait for a retry of Sidekiq's own count as dead and are redriven, too.
 */
public final class SidekiqQueueProvider extends LayoutProvider {
    private static final String QUEUE = "OPS_SIDEKIQ_QUEUE";
    private static final String RETRY = "OPS_SIDEKIQ_RETRY";

    /** For {@link java.util.ServiceLoader}; opens nothing. */
    public SidekiqQueueProvider() {
        super("redis-sidekiq", QUEUE);
    }

    @Override
    public WorkQueue create(Settings settings) {
        var queues = Stream.of(settings.require(QUEUE).split(",", -1))
                .map(queue -> name(QUEUE, queue.strip()))
                .distinct()
                .toList();
        var retry = settings.find(RETRY).orElse("false");
        if (!retry.equals("true") && !retry.equals("false")) {
            throw new ConfigurationException(RETRY + " must be true or false, was '" + retry + "'");
        }
        return new SidekiqQueue(redis(settings), queues, retry.equals("true"), Clock.systemUTC());
    }
}
