package ai.levqor.ops.engine.job;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;

/** The daemon thread a job runs on. It is there only while one runs, and for a moment after. */
public final class JobThread {
    private final ThreadPoolExecutor thread;

    /** A thread of this name that has not begun. */
    public JobThread(String name) {
        this.thread = new ThreadPoolExecutor(1, 1, 5, SECONDS, new LinkedBlockingQueue<>(), task -> {
            var made = new Thread(task, name);
            made.setDaemon(true);
            return made;
        });
        thread.allowCoreThreadTimeOut(true);
    }

    /** Runs it soon; {@code false} if the thread is closed. What it throws must be caught by it. */
    public boolean run(Runnable job) {
        try {
            thread.execute(job);
            return true;
        } catch (RejectedExecutionException closed) {
            return false;
        }
    }

    /** Interrupts what runs, and runs nothing any more. Returns at once. */
    public void cut() {
        thread.shutdownNow();
    }

    /** Runs what was given, waits for its end so long at the most, then interrupts it; {@code false} if it goes on. */
    public boolean end(Duration most) {
        thread.shutdown();
        try {
            if (thread.awaitTermination(most.toNanos(), NANOSECONDS)) {
                return true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.shutdownNow();
        return false;
    }
}
