package ai.levqor.ops.local;

import ai.levqor.ops.spi.queue.DeliveringQueue;
import ai.levqor.ops.spi.queue.Delivery;
import ai.levqor.ops.spi.queue.QueueDepth;
import java.time.Duration;
import java.util.Optional;

/** Another queue, in which a test changes what it likes. */
class QueueOver<J> implements DeliveringQueue<J> {
    private final DeliveringQueue<J> queue;

    QueueOver(DeliveringQueue<J> queue) {
        this.queue = queue;
    }

    @Override
    public Optional<Delivery<J>> take(Duration wait) throws InterruptedException {
        return queue.take(wait);
    }

    @Override
    public QueueDepth depth() {
        return queue.depth();
    }
}
