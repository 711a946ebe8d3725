package ai.levqor.ops.engine;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one daemon thread that ticks. It begins with the first task; what a task throws is handed on, and the next run
 * comes all the same. A run that takes long delays the next one; none are made up for.
 */
final class Loop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);

    private final ScheduledThreadPoolExecutor thread;

    Loop() {
        this.thread = new ScheduledThreadPoolExecutor(1, task -> {
            var made = new Thread(task, "levqor-ops-loop");
            made.setDaemon(true);
            return made;
        });
    }

    void every(Duration period, Runnable task) {
        var unused = thread.scheduleWithFixedDelay(task, 0, period.toNanos(), NANOSECONDS);
    }

    /** Interrupts a run and waits for its end, three seconds at the most. */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(3, SECONDS)) {
                LOG.warn("the loop did not end within 3 s; its daemon thread is left behind");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
