package ai.levqor.ops.local;

import ai.levqor.ops.spi.queue.Delivery;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that takes jobs and does them, until it is told to leave.
 *
 * <p>Its phase changes under the pool's lock, and so does every interrupt. A worker that waits for a job may be
 * interrupted at any time, since the queue then gives it none; one that has a job in hand only when its time is over.
 * Each change of phase clears the thread's flag, so no interrupt reaches a phase it was not meant for.
 */
final class Worker<J> implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalWorkerPool.class);

    /** An upper limit for queues that do not hear interrupts. */
    private static final Duration WAIT_FOR_JOB = Duration.ofSeconds(1);

    private enum Phase {
        TAKING,
        WORKING,
        SETTLING
    }

    private final Work<J> work;
    private final Lock lock;
    private final Consumer<Worker<J>> whenEnded;
    private final Thread thread;
    private int failedTakes;

    // Guarded by the lock.
    private Phase phase = Phase.TAKING;
    private boolean leaving;
    private boolean replaced;
    private boolean interrupted;
    private boolean stuck;
    private long due;

    Worker(String name, Work<J> work, Lock lock, Consumer<Worker<J>> whenEnded) {
        this.work = work;
        this.lock = lock;
        this.whenEnded = whenEnded;
        this.thread = new Thread(this, name);
    }

    Thread thread() {
        return thread;
    }

    @Override
    public void run() {
        try {
            var fit = true;
            while (fit && mayTake()) {
                var next = take();
                fit = next.isEmpty() || finish(next.get());
            }
        } finally {
            whenEnded.accept(this);
        }
    }

    private Optional<Delivery<J>> take() {
        try {
            var next = work.queue().take(WAIT_FOR_JOB);
            failedTakes = 0;
            return next;
        } catch (InterruptedException e) {
            // Told to leave, or by mistake: mayTake() knows.
            return Optional.empty();
        } catch (Throwable e) {
            if (failedTakes++ == 0) {
                LOG.warn("{} gets no answer from the queue, and tries again", name(), e);
            }
            LockSupport.parkNanos(work.settings().retryAfter(failedTakes).toNanos());
            return Optional.empty();
        }
    }

    /** Does the job; false if this thread should do no other. */
    private boolean finish(Delivery<J> delivery) {
        enter(Phase.WORKING);
        var failure = handle(delivery.job());
        var cutShort = enter(Phase.SETTLING) && failure != null;
        try {
            if (cutShort) {
                delivery.giveBack();
            } else if (failure != null) {
                delivery.fail();
            } else {
                delivery.done();
            }
        } catch (RuntimeException e) {
            LOG.warn("{} could not tell the queue how its job ended; the queue may hand it out again", name(), e);
        }
        if (cutShort) {
            LOG.info("{} was interrupted at work; its job is given back", name());
        } else {
            tell(failure);
        }
        return !(failure instanceof Error);
    }

    private @Nullable Throwable handle(J job) {
        try {
            work.handler().handle(job);
            return null;
        } catch (Throwable failure) {
            return failure;
        }
    }

    private void tell(@Nullable Throwable failure) {
        if (failure instanceof Error) {
            LOG.error("a job failed with an error; {} is replaced", name(), failure);
        } else if (failure != null) {
            LOG.warn("a job failed on {} with {}", name(), failure.getClass().getName());
            LOG.debug("the failure", failure);
        }
        try {
            work.listener().jobEnded(failure != null);
        } catch (RuntimeException e) {
            LOG.warn("the job listener failed on {}", name(), e);
        }
    }

    private boolean mayTake() {
        lock.lock();
        try {
            enter(Phase.TAKING);
            return !leaving;
        } finally {
            lock.unlock();
        }
    }

    /** Changes the phase; true if the pool has interrupted this worker for being late. */
    private boolean enter(Phase next) {
        lock.lock();
        try {
            phase = next;
            Thread.interrupted();
            return interrupted;
        } finally {
            lock.unlock();
        }
    }

    // What follows is called by the pool, with the lock held.

    /** Finish the job in hand by then, and leave. */
    void leave(long due) {
        leaving = true;
        this.due = due;
        if (!hasJob()) {
            thread.interrupt();
        }
    }

    /** As {@link #leave}, but nothing takes it back; a worker that leaves already keeps its time. */
    void leaveForGood(long due) {
        replaced = true;
        if (!leaving) {
            leave(due);
        }
    }

    /** Takes {@link #leave} back, unless the worker was interrupted for being late. */
    void stay() {
        leaving = interrupted || replaced;
    }

    /** Interrupts a worker that is due, and calls it stuck if it is due again; true if its state changed. */
    boolean check(long now) {
        if (!leaving || stuck || now - due < 0) {
            return false;
        }
        if (interrupted) {
            stuck = true;
            LOG.warn("{} was interrupted and does not end; its job stays with it", name());
        } else {
            interrupted = true;
            due = now + work.settings().grace().toNanos();
            thread.interrupt();
        }
        return true;
    }

    String name() {
        return thread.getName();
    }

    boolean hasJob() {
        return phase != Phase.TAKING;
    }

    boolean isLeaving() {
        return leaving;
    }

    boolean isStuck() {
        return stuck;
    }

    long due() {
        return due;
    }
}
