package ai.levqor.ops.redis;

import ai.levqor.ops.spi.UnavailableException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets a consumer beat: a daemon thread that is there from the first job on. */
final class QueueBeat implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(QueueBeat.class);

    private final QueueConsumer consumer;
    private final Duration every;
    private final CountDownLatch closed = new CountDownLatch(1);
    private boolean begun; // guarded by this

    QueueBeat(QueueConsumer consumer, Duration every) {
        this.consumer = consumer;
        this.every = every;
    }

    /** From now on. A later call changes nothing. */
    synchronized void begin() {
        if (!begun) {
            begun = true;
            var thread = new Thread(this::run, "levqor-redis-queue");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void run() {
        try {
            do {
                beat();
            } while (!closed.await(every.toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void beat() {
        try {
            consumer.beat();
        } catch (UnavailableException e) {
            LOG.debug("the queue's consumer could give no sign of life; it tries again in {}", every, e);
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
