package ai.levqor.ops.local;

import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.queue.DeliveringQueue;
import ai.levqor.ops.spi.queue.PausableWorkerPool;
import ai.levqor.ops.spi.queue.Resize;
import ai.levqor.ops.spi.queue.Restart;
import ai.levqor.ops.spi.queue.RestartableWorkerPool;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Threads in this process that take jobs from a queue and hand them to a handler. It starts with none; the first
 * {@link #resize} starts them. They are daemon threads named {@code levqor-worker-N}.
 *
 * <p><b>A worker that is lowered</b> takes no new job, and finishes the one in hand. If that takes longer than the drain
 * time, it is interrupted; if it does not end within the grace time after that, it is logged once and listed in the
 * {@link #report} as stuck. A raise calls workers back that are still draining before it starts new ones. A worker that
 * is replaced by a {@link #restart} leaves in the same way, and so does one that was draining then; neither is ever
 * called back.
 *
 * <p><b>Whose job it is:</b> a job stays with its worker until the handler returns or throws, however long that takes.
 * Only then is the queue told, so the job never runs twice at the same time. If the handler returned, the job is done. If
 * it threw, the job has failed and goes to the queue's dead letters; but if the pool had interrupted it before, the job
 * is given back.
 *
 * <p><b>Faults:</b> a worker whose queue fails waits and asks again, ever more slowly. A worker whose handler throws an
 * {@link Error} is replaced by a new thread.
 *
 * <p><b>Threading:</b> safe for many threads. While workers drain there is one more daemon thread, {@code levqor-drain}.
 *
 * @param <J> what a job is made of
 */
public final class LocalWorkerPool<J> implements RestartableWorkerPool, PausableWorkerPool, AutoCloseable {
    private final ReentrantLock lock = new ReentrantLock();
    private final Crew<J> crew;
    private boolean closed;

    /** A pool with {@link PoolSettings#DEFAULTS}. */
    public LocalWorkerPool(DeliveringQueue<J> queue, JobHandler<? super J> handler, JobListener listener) {
        this(queue, handler, listener, System::nanoTime, PoolSettings.DEFAULTS);
    }

    /**
     * A pool without workers yet.
     *
     * @param queue where the jobs come from
     * @param handler does a job
     * @param listener hears how each job ended
     * @param ticker elapsed time in nanoseconds that never goes back, as {@link System#nanoTime}
     * @param settings how patient the pool is
     */
    public LocalWorkerPool(
            DeliveringQueue<J> queue,
            JobHandler<? super J> handler,
            JobListener listener,
            LongSupplier ticker,
            PoolSettings settings) {
        this.crew = new Crew<>(new Work<>(queue, handler, listener, settings), ticker, lock);
    }

    @Override
    public int size() {
        lock.lock();
        try {
            return crew.size();
        } finally {
            lock.unlock();
        }
    }

    /**
     * {@inheritDoc}
     *
     * @throws UnavailableException if the pool is closed, or the system gives it no more threads
     */
    @Override
    public Resize resize(int target) {
        if (target < 1) {
            throw new IllegalArgumentException("target must be >= 1, was " + target);
        }
        return bring(target);
    }

    /**
     * {@inheritDoc}
     *
     * @throws UnavailableException if the pool is closed
     */
    @Override
    public Resize pause() {
        return bring(0);
    }

    private Resize bring(int target) {
        lock.lock();
        try {
            requireOpen();
            crew.check();
            var before = crew.size();
            if (target > before) {
                crew.raise(target);
            } else {
                crew.lower(target);
            }
            return new Resize(before, crew.size(), crew.draining());
        } finally {
            lock.unlock();
        }
    }

    /**
     * {@inheritDoc}
     *
     * @throws UnavailableException if the pool is closed, or the system gives it no more threads; some workers may have
     *     been replaced then
     */
    @Override
    public Restart restart() {
        lock.lock();
        try {
            requireOpen();
            crew.check();
            return new Restart(crew.replace(), crew.draining());
        } finally {
            lock.unlock();
        }
    }

    /** How the workers fare now. */
    public PoolReport report() {
        lock.lock();
        try {
            crew.check();
            return new PoolReport(crew.size(), crew.busy(), crew.draining(), crew.stuck());
        } finally {
            lock.unlock();
        }
    }

    /**
     * Lowers all workers, and waits until each has ended or is stuck: at most the drain time and the grace time. If the
     * calling thread is interrupted, it waits no longer, and the workers go on to drain.
     */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            crew.lower(0);
            crew.awaitDrained();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new UnavailableException("the worker pool is closed");
        }
    }
}
