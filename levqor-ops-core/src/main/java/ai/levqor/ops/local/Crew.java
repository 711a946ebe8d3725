package ai.levqor.ops.local;

import static java.util.Objects.requireNonNull;

import ai.levqor.ops.spi.UnavailableException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The workers of a pool, those that leave included. Whoever calls a method holds the pool's lock. */
final class Crew<J> {
    private static final Logger LOG = LoggerFactory.getLogger(LocalWorkerPool.class);

    private final Work<J> work;
    private final LongSupplier ticker;
    private final ReentrantLock lock;
    private final Condition changed;
    /** All whose thread has not ended, the oldest first. */
    private final Set<Worker<J>> workers = new LinkedHashSet<>();

    private int started;
    private boolean watched;

    Crew(Work<J> work, LongSupplier ticker, ReentrantLock lock) {
        this.work = work;
        this.ticker = requireNonNull(ticker, "ticker");
        this.lock = lock;
        this.changed = lock.newCondition();
    }

    /** Those that take new jobs. */
    int size() {
        return count(worker -> !worker.isLeaving());
    }

    int busy() {
        return count(Worker::hasJob);
    }

    int draining() {
        return count(worker -> worker.isLeaving() && worker.hasJob());
    }

    List<String> stuck() {
        return workers.stream().filter(Worker::isStuck).map(Worker::name).toList();
    }

    void raise(int target) {
        for (var worker : workers) {
            if (worker.isLeaving() && size() < target) {
                worker.stay();
            }
        }
        while (size() < target) {
            start();
        }
    }

    /** Idle workers go first, then the youngest. */
    void lower(int target) {
        var staying = new ArrayList<Worker<J>>();
        workers.stream()
                .filter(worker -> !worker.isLeaving() && worker.hasJob())
                .forEach(staying::add);
        workers.stream()
                .filter(worker -> !worker.isLeaving() && !worker.hasJob())
                .forEach(staying::add);
        if (staying.size() <= target) {
            return;
        }
        var due = ticker.getAsLong() + work.settings().drain().toNanos();
        staying.subList(target, staying.size()).forEach(worker -> worker.leave(due));
        watchDraining();
    }

    /**
     * Starts a worker for each that takes jobs, which then leaves. Nobody who was there before is called back.
     *
     * @return how many were replaced
     */
    int replace() {
        var due = ticker.getAsLong() + work.settings().drain().toNanos();
        var replaced = 0;
        try {
            for (var worker : List.copyOf(workers)) {
                if (!worker.isLeaving()) {
                    start();
                    replaced++;
                }
                worker.leaveForGood(due);
            }
        } finally {
            watchDraining();
        }
        return replaced;
    }

    /** Interrupts workers that are due, and calls those stuck that are due again. */
    void check() {
        var now = ticker.getAsLong();
        if (count(worker -> worker.check(now)) > 0) {
            changed.signalAll();
        }
    }

    /** Waits until each worker that leaves has ended or is stuck. */
    void awaitDrained() throws InterruptedException {
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

    private void watchDraining() {
        if (!watched) {
            start(new Thread(this::watch, "levqor-drain"));
            watched = true;
        }
    }

    private void watch() {
        lock.lock();
        try {
            awaitDrained();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            watched = false;
            lock.unlock();
        }
    }

    private void start() {
        var worker = new Worker<>("levqor-worker-" + ++started, work, lock, this::ended);
        start(worker.thread());
        workers.add(worker);
    }

    private static void start(Thread thread) {
        thread.setDaemon(true);
        try {
            thread.start();
        } catch (OutOfMemoryError e) {
            throw new UnavailableException("the system has no thread for " + thread.getName(), e);
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
}
