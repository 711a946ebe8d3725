package ai.levqor.ops.redis;

import ai.levqor.ops.redis.QueueConsumer.End;
import ai.levqor.ops.redis.QueueConsumer.Lane;
import ai.levqor.ops.spi.queue.Delivery;
import org.jspecify.annotations.Nullable;

/**
 * A job in a worker's hands. The end that is asked for first is the only one. If Redis does not confirm it, the caller is told
 * by an {@link ai.levqor.ops.spi.UnavailableException}, and it is asked for again: by the next call of any end, and by the
 * consumer itself.
 */
final class RedisDelivery implements Delivery<RedisJob> {
    private final QueueConsumer consumer;
    private final Lane lane;
    private final long number;
    private final RedisJob job;
    private final int attempt;
    private @Nullable End end; // guarded by this
    private boolean confirmed; // guarded by this

    RedisDelivery(QueueConsumer consumer, Lane lane, long number, RedisJob job, int attempt) {
        this.consumer = consumer;
        this.lane = lane;
        this.number = number;
        this.job = job;
        this.attempt = attempt;
    }

    Lane lane() {
        return lane;
    }

    /** The number of the command that took it. */
    long number() {
        return number;
    }

    @Override
    public RedisJob job() {
        return job;
    }

    @Override
    public int attempt() {
        return attempt;
    }

    @Override
    public void done() {
        end(End.DONE);
    }

    @Override
    public void fail() {
        end(End.FAILED);
    }

    @Override
    public void giveBack() {
        end(End.GIVEN_BACK);
    }

    /** Asks again for the end that was not confirmed. */
    synchronized void settle() {
        if (end != null) {
            end(end);
        }
    }

    private synchronized void end(End asked) {
        if (confirmed) {
            return;
        }
        if (end == null) {
            end = asked;
        }
        consumer.end(this, end);
        confirmed = true;
    }
}
