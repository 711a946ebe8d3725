package ai.levqor.ops.local;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/** Jobs that last until the test lets them end. */
final class HeldJobs {
    private final LinkedBlockingQueue<Thread> atWork = new LinkedBlockingQueue<>();
    private final CountDownLatch mayEnd = new CountDownLatch(1);

    /** A job that heeds no interrupt. */
    void stayUntilReleased() {
        begin();
        while (mayEnd.getCount() > 0) {
            Thread.onSpinWait();
        }
    }

    /** A job that ends only by an interrupt. */
    void stayUntilInterrupted() {
        begin();
        while (!Thread.currentThread().isInterrupted()) {
            Thread.onSpinWait();
        }
    }

    /** Tells the test that a job has begun on this thread. */
    void begin() {
        atWork.add(Thread.currentThread());
    }

    void release() {
        mayEnd.countDown();
    }

    /** The thread of the next job that has begun. */
    Thread nextAtWork() throws InterruptedException {
        var thread = atWork.poll(30, SECONDS);
        assertThat(thread).as("the thread of the next job").isNotNull();
        return thread;
    }
}
