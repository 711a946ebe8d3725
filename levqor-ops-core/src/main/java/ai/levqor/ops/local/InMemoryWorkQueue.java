package ai.levqor.ops.local;

import static ai.levqor.ops.local.InMemoryDelivery.End.FAILED;
import static ai.levqor.ops.local.InMemoryDelivery.End.GIVEN_BACK;
import static java.util.Objects.requireNonNull;

import ai.levqor.ops.spi.queue.DeadLetterDepth;
import ai.levqor.ops.spi.queue.DeadLetterQueue;
import ai.levqor.ops.spi.queue.DeliveringQueue;
import ai.levqor.ops.spi.queue.Delivery;
import ai.levqor.ops.spi.queue.QueueDepth;
import ai.levqor.ops.spi.queue.RedriveProgress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A queue in this process's memory: bounded, first in first out, at least once, with its dead letters. What it holds is
 * gone when the process ends.
 *
 * <p><b>Order:</b> a job that is given back goes to the head. New jobs and those that a redrive has moved take turns while
 * both wait, each kind in its own order, so that neither starves. A job's age counts from when it was offered or
 * redriven.
 *
 * <p><b>Bounds:</b> no job that was taken in is ever dropped. When too many wait, or too many have failed, the queue
 * refuses new jobs; those it has already may still fail, be given back and be redriven, so it never holds more than its
 * two capacities and the jobs in flight.
 *
 * <p><b>Quarantine:</b> a job that was redriven too often stays there until a person {@linkplain #quarantined looks},
 * and {@linkplain #releaseQuarantined releases} or {@linkplain #removeQuarantined removes} it.
 *
 * <p><b>Threading:</b> safe for many threads. A call takes constant time, but for giving back, which sorts the job in
 * among the others that were given back, and for {@link #moveBatch} and {@link #quarantined}, which take as long as they
 * are asked for jobs; the others wait for them.
 *
 * @param <J> what a job is made of
 */
public final class InMemoryWorkQueue<J> implements DeliveringQueue<J>, DeadLetterQueue {
    private static final int LEAST_FAILED_CAPACITY = 10_000;

    private final int capacity;
    private final int failedCapacity;
    private final Clock clock;
    private final LongSupplier ticker;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition jobAdded = lock.newCondition();
    private final ReadyJobs<J> ready = new ReadyJobs<>();
    private final DeadLetters<J> failed = new DeadLetters<>(ready);
    private long inFlight;

    /**
     * An empty queue that refuses new jobs when 10,000 have failed, or {@code capacity} if that is more.
     *
     * @see #InMemoryWorkQueue(int, int, Clock, LongSupplier)
     */
    public InMemoryWorkQueue(int capacity, Clock clock, LongSupplier ticker) {
        this(capacity, Math.max(capacity, LEAST_FAILED_CAPACITY), clock, ticker);
    }

    /**
     * An empty queue.
     *
     * @param capacity how many jobs may wait before new ones are refused, one or more
     * @param failedCapacity how many jobs may be dead or in quarantine before new ones are refused, one or more
     * @param clock dates the depths
     * @param ticker elapsed time in nanoseconds that never goes back, as {@link System#nanoTime}
     */
    public InMemoryWorkQueue(int capacity, int failedCapacity, Clock clock, LongSupplier ticker) {
        this.capacity = requirePositive("capacity", capacity);
        this.failedCapacity = requirePositive("failedCapacity", failedCapacity);
        this.clock = requireNonNull(clock, "clock");
        this.ticker = requireNonNull(ticker, "ticker");
    }

    /**
     * Adds a job at the end.
     *
     * @return whether there was room; if not, the job is not in the queue. There is none while as many jobs wait, or
     *     are dead or in quarantine, as this queue may hold of them
     */
    public boolean offer(J job) {
        requireNonNull(job, "job");
        return locked(() -> {
            if (ready.size() >= capacity || failed.size() >= failedCapacity) {
                return false;
            }
            ready.offer(new QueuedJob<>(job), ticker.getAsLong());
            jobAdded.signal();
            return true;
        });
    }

    @Override
    public Optional<Delivery<J>> take(Duration wait) throws InterruptedException {
        var remaining = wait.toNanos();
        lock.lockInterruptibly();
        try {
            while (ready.size() == 0) {
                if (remaining <= 0) {
                    return Optional.empty();
                }
                remaining = jobAdded.awaitNanos(remaining);
            }
            if (Thread.interrupted()) {
                // Interrupted first and woken by a job then, which is another worker's now.
                jobAdded.signal();
                throw new InterruptedException();
            }
            var job = ready.remove();
            inFlight++;
            return Optional.of(new InMemoryDelivery<>(job, this::end));
        } finally {
            lock.unlock();
        }
    }

    /** Never fails. */
    @Override
    public QueueDepth depth() {
        return locked(() -> {
            var now = ticker.getAsLong();
            var age =
                    ready.oldest().map(job -> Math.max(0, now - job.readySince)).orElse(0L);
            return new QueueDepth(clock.instant(), ready.size(), inFlight, Duration.ofNanos(age));
        });
    }

    /** Never fails. */
    @Override
    public DeadLetterDepth deadLetters() {
        return locked(() -> new DeadLetterDepth(
                clock.instant(),
                failed.dead(),
                ready.retrying(),
                failed.quarantined(),
                failed.oldestAge(ticker.getAsLong())));
    }

    /** {@inheritDoc} This queue knows the last one. */
    @Override
    public RedriveProgress beginRedrive(String redrive) {
        if (redrive.isEmpty()) {
            throw new IllegalArgumentException("redrive must have a name");
        }
        return locked(() -> failed.begin(redrive));
    }

    @Override
    public RedriveProgress moveBatch(String redrive, int most, int mostRedrives) {
        requirePositive("most", most);
        if (mostRedrives < 0) {
            throw new IllegalArgumentException("mostRedrives must be >= 0, was " + mostRedrives);
        }
        return locked(() -> {
            var before = ready.size();
            var progress = failed.move(redrive, most, mostRedrives, ticker.getAsLong());
            for (var added = ready.size() - before; added > 0; added--) {
                jobAdded.signal();
            }
            return progress;
        });
    }

    /**
     * Reads what is in quarantine, and takes nothing away.
     *
     * @param most how many jobs to read at the most, one or more
     * @return those that came there first, in that order
     */
    public List<QuarantinedJob<J>> quarantined(int most) {
        requirePositive("most", most);
        return locked(() -> failed.quarantined(most, ticker.getAsLong()));
    }

    /**
     * Makes a job of the quarantine ready again, as if it were redriven for the first time. Its attempts count on.
     *
     * @param id its {@link QuarantinedJob#id}
     * @return whether it was in quarantine
     */
    public boolean releaseQuarantined(long id) {
        return locked(() -> {
            var released = failed.removeQuarantined(id);
            released.ifPresent(job -> {
                ready.retry(job, ticker.getAsLong());
                job.redrives = 1;
                jobAdded.signal();
            });
            return released.isPresent();
        });
    }

    /**
     * Takes a job out of the quarantine and out of this queue, for good.
     *
     * @param id its {@link QuarantinedJob#id}
     * @return the job; empty if it was not in quarantine
     */
    public Optional<J> removeQuarantined(long id) {
        return locked(() -> failed.removeQuarantined(id).map(removed -> removed.job));
    }

    private void end(InMemoryDelivery<J> delivery, InMemoryDelivery.End end) {
        lock.lock();
        try {
            if (delivery.ended) {
                return;
            }
            if (end == FAILED) {
                failed.add(delivery.queued, ticker.getAsLong());
            } else if (end == GIVEN_BACK) {
                ready.giveBack(delivery.queued);
                jobAdded.signal();
            }
            delivery.ended = true;
            inFlight--;
        } finally {
            lock.unlock();
        }
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    private static int requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be >= 1, was " + value);
        }
        return value;
    }
}
