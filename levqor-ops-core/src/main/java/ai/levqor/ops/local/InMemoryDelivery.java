package ai.levqor.ops.local;

import ai.levqor.ops.spi.queue.Delivery;
import java.util.function.BiConsumer;

/** A job that an {@link InMemoryWorkQueue} has handed out. The queue does whatever ends it, with its lock held. */
final class InMemoryDelivery<J> implements Delivery<J> {

    /** How it ends. */
    enum End {
        DONE,
        FAILED,
        GIVEN_BACK
    }

    final QueuedJob<J> queued;
    /** Guarded by the queue's lock. */
    boolean ended;

    private final int attempt;
    private final BiConsumer<InMemoryDelivery<J>, End> queue;

    InMemoryDelivery(QueuedJob<J> queued, BiConsumer<InMemoryDelivery<J>, End> queue) {
        this.queued = queued;
        this.attempt = queued.attempts;
        this.queue = queue;
    }

    @Override
    public J job() {
        return queued.job;
    }

    @Override
    public int attempt() {
        return attempt;
    }

    @Override
    public void done() {
        queue.accept(this, End.DONE);
    }

    @Override
    public void fail() {
        queue.accept(this, End.FAILED);
    }

    @Override
    public void giveBack() {
        queue.accept(this, End.GIVEN_BACK);
    }
}
