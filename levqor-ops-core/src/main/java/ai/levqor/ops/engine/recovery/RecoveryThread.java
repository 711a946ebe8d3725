package ai.levqor.ops.engine.recovery;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import ai.levqor.ops.engine.ask.FaultLog;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;

/** The daemon thread a recovery runs on. It is there only while one runs, and for a moment after. */
final class RecoveryThread implements AutoCloseable {
    private static final int CLOSE_MILLIS = 1_000;

    private final FaultLog faults;
    private final ThreadPoolExecutor thread;

    RecoveryThread(FaultLog faults) {
        this.faults = faults;
        this.thread = new ThreadPoolExecutor(1, 1, 5, SECONDS, new LinkedBlockingQueue<>(), task -> {
            var made = new Thread(task, "levqor-ops-recovery");
            made.setDaemon(true);
            return made;
        });
        thread.allowCoreThreadTimeOut(true);
    }

    /** Runs it soon; {@code false} if it is closed. */
    boolean run(Runnable recovery) {
        try {
            thread.execute(() -> {
                try {
                    recovery.run();
                    faults.over("recovery");
                } catch (Throwable e) {
                    faults.fault("recovery", "failed", Optional.of(e));
                }
            });
            return true;
        } catch (RejectedExecutionException closed) {
            return false;
        }
    }

    /** Gives what runs a moment to end, then interrupts it. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_MILLIS, MILLISECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
