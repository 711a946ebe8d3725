package ai.levqor.ops.local;

import static java.util.Objects.requireNonNull;

import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.queue.DeliveringQueue;
import ai.levqor.ops.spi.queue.Resize;
import ai.levqor.ops.spi.queue.WorkerPool;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads in this process that take jobs from a queue and hand them to a handler. It starts with none; the first
 * {@link #resize} starts them. They are daemon threads named {@code levqor-worker-N}.
 *
 * <p><b>A worker that is lowered</b> takes no new job, and finishes the one in hand. If that takes longer than the drain
 * time, it is interrupted; if it does not end within the grace time after that, it is logged once and listed in the
 * {@link #report} as stuck. A raise calls workers back that are still draining before it starts new ones.
 *
 * <p><b>Whose job it is:</b> a job stays with its worker until the handler returns or throws, however long that takes.
 * Only then is it given back or done, so it never runs twice at the same time. It is given back if the handler threw
 * after the pool had interrupted it. In every other case it is done: the handler returned, and the job counts as
 * finished, or it threw, and the job counts as failed and is not run again.
 *
 * <p><b>Faults:</b> a worker whose queue fails waits and asks again, ever more slowly. A worker whose handler throws an
 * {@link Error} is replaced by a new thread.
 *
 * <p><b>Threading:</b> safe for many threads. While workers drain there is one more daemon thread, {@code levqor-drain}.
 *
 * @param <J> what a job is made of
 */
public final class LocalWorkerPool<J> implements WorkerPool, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalWorkerPool.class);

    private final Work<J> work;
    private final LongSupplier ticker;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** All whose thread has not ended, the oldest first. */
    private final Set<Worker<J>> workers = new LinkedHashSet<>();

    private int started;
    private boolean draining;
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
        this.work = new Work<>(queue, handler, listener, settings);
        this.ticker = requireNonNull(ticker, "ticker");
    }

    @Override
    public int size() {
        lock.lock();
        try {
            return count(worker -> !worker.isLeaving());
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
        lock.lock();
        try {
            if (closed) {
                throw new UnavailableException("the worker pool is closed");
            }
            check();
            var before = size();
            if (target > before) {
                raise(target);
            } else {
                lower(before - target);
            }
            return new Resize(before, size(), count(LocalWorkerPool::isDraining));
        } finally {
            lock.unlock();
        }
    }

    /** How the workers fare now. */
    public PoolReport report() {
        lock.lock();
        try {
            check();
            var stuck =
                    workers.stream().filter(Worker::isStuck).map(Worker::name).toList();
            return new PoolReport(size(), count(Worker::hasJob), count(LocalWorkerPool::isDraining), stuck);
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
            lower(workers.size());
            awaitDrained();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private void raise(int target) {
        for (var worker : workers) {
            if (worker.isLeaving() && size() < target) {
                worker.stay();
            }
        }
        while (size() < target) {
            start();
        }
    }

    private void start() {
        var worker = new Worker<>("levqor-worker-" + ++started, work, lock, this::ended);
        start(worker.thread());
        workers.add(worker);
    }

    private void start(Thread thread) {
        thread.setDaemon(true);
        try {
            thread.start();
        } catch (OutOfMemoryError e) {
            throw new UnavailableException("the system has no thread for " + thread.getName(), e);
        }
    }

    /** Idle workers go first, then the youngest. */
    private void lower(int number) {
        var staying = new ArrayList<Worker<J>>();
        workers.stream()
                .filter(worker -> !worker.isLeaving() && worker.hasJob())
                .forEach(staying::add);
        workers.stream()
                .filter(worker -> !worker.isLeaving() && !worker.hasJob())
                .forEach(staying::add);
        var due = ticker.getAsLong() + work.settings().drain().toNanos();
        var leaving = staying.subList(Math.max(0, staying.size() - number), staying.size());
        leaving.forEach(worker -> worker.leave(due));
        if (!leaving.isEmpty() && !draining) {
            start(new Thread(this::drain, "levqor-drain"));
            draining = true;
        }
    }

    private void drain() {
        lock.lock();
        try {
            awaitDrained();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            draining = false;
            lock.unlock();
        }
    }

    /** Waits until each worker that leaves has ended or is stuck, and interrupts those that are due. */
    private void awaitDrained() throws InterruptedException {
        for (var next = nextDue(); next.isPresent(); next = nextDue()) {
            changed.awaitNanos(next.getAsLong());
            check();
        }
    }

    private OptionalLong nextDue() {
        var now = ticker.getAsLong();
        return workers.stream()
                .filter(worker -> worker.isLeaving() && !worker.isStuck())
                .mapToLong(worker -> worker.due() - now)
                .min();
    }

    private void check() {
        var now = ticker.getAsLong();
        if (workers.stream().filter(worker -> worker.check(now)).count() > 0) {
            changed.signalAll();
        }
    }

    private void ended(Worker<J> worker) {
        lock.lock();
        try {
            workers.remove(worker);
            if (!worker.isLeaving()) {
                start();
            }
        } catch (UnavailableException e) {
            LOG.error("{} ended and could not be replaced", worker.name(), e);
        } finally {
            changed.signalAll();
            lock.unlock();
        }
    }

    private int count(Predicate<Worker<J>> which) {
        return (int) workers.stream().filter(which).count();
    }

    private static boolean isDraining(Worker<?> worker) {
        return worker.isLeaving() && worker.hasJob();
    }
}
