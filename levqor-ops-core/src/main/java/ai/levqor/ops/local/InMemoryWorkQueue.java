package ai.levqor.ops.local;

import static java.util.Objects.requireNonNull;

import ai.levqor.ops.spi.queue.DeliveringQueue;
import ai.levqor.ops.spi.queue.Delivery;
import ai.levqor.ops.spi.queue.QueueDepth;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * A queue in this process's memory: bounded, first in first out, at least once. What it holds is gone when the process
 * ends.
 *
 * <p>A job that is given back goes to the head, before all that was offered after it. Its age counts from when it was
 * offered. Safe for many threads; every call takes constant time, but for giving back, which sorts the job in among the
 * others that were given back.
 *
 * @param <J> what a job is made of
 */
public final class InMemoryWorkQueue<J> implements DeliveringQueue<J> {
    private final int capacity;
    private final Clock clock;
    private final LongSupplier ticker;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition jobAdded = lock.newCondition();
    private final Queue<Entry<J>> offered = new ArrayDeque<>();
    /** All older than the oldest of {@link #offered}. */
    private final Queue<Entry<J>> givenBack = new PriorityQueue<>(Comparator.comparingLong(entry -> entry.number));

    private long numbers;
    private long inFlight;

    /**
     * An empty queue.
     *
     * @param capacity the most jobs that may wait, one or more; a job that is given back is accepted even so
     * @param clock dates the depths
     * @param ticker elapsed time in nanoseconds that never goes back, as {@link System#nanoTime}
     */
    public InMemoryWorkQueue(int capacity, Clock clock, LongSupplier ticker) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity must be >= 1, was " + capacity);
        }
        this.capacity = capacity;
        this.clock = requireNonNull(clock, "clock");
        this.ticker = requireNonNull(ticker, "ticker");
    }

    /**
     * Adds a job at the end.
     *
     * @return whether there was room; if not, the job is not in the queue
     */
    public boolean offer(J job) {
        requireNonNull(job, "job");
        lock.lock();
        try {
            if (ready() >= capacity) {
                return false;
            }
            offered.add(new Entry<>(job, numbers++, ticker.getAsLong()));
            jobAdded.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<Delivery<J>> take(Duration wait) throws InterruptedException {
        var remaining = wait.toNanos();
        lock.lockInterruptibly();
        try {
            while (ready() == 0) {
                if (remaining <= 0) {
                    return Optional.empty();
                }
                remaining = jobAdded.awaitNanos(remaining);
            }
            var entry = givenBack.isEmpty() ? offered.remove() : givenBack.remove();
            inFlight++;
            return Optional.of(new InMemoryDelivery(entry));
        } finally {
            lock.unlock();
        }
    }

    /** Never fails. */
    @Override
    public QueueDepth depth() {
        lock.lock();
        try {
            var oldest = givenBack.isEmpty() ? offered.peek() : givenBack.peek();
            var age = oldest == null ? 0 : Math.max(0, ticker.getAsLong() - oldest.offeredAt);
            return new QueueDepth(clock.instant(), ready(), inFlight, Duration.ofNanos(age));
        } finally {
            lock.unlock();
        }
    }

    private int ready() {
        return offered.size() + givenBack.size();
    }

    private void end(Entry<J> entry, boolean done) {
        lock.lock();
        try {
            inFlight--;
            if (!done) {
                entry.attempts++;
                givenBack.add(entry);
                jobAdded.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** A job and its place. Guarded by the queue's lock. */
    private static final class Entry<J> {
        private final J job;
        private final long number;
        private final long offeredAt;
        private int attempts = 1;

        Entry(J job, long number, long offeredAt) {
            this.job = job;
            this.number = number;
            this.offeredAt = offeredAt;
        }
    }

    private final class InMemoryDelivery implements Delivery<J> {
        private final Entry<J> entry;
        private final int attempt;
        private final AtomicBoolean ended = new AtomicBoolean();

        InMemoryDelivery(Entry<J> entry) {
            this.entry = entry;
            this.attempt = entry.attempts;
        }

        @Override
        public J job() {
            return entry.job;
        }

        @Override
        public int attempt() {
            return attempt;
        }

        @Override
        public void done() {
            if (ended.compareAndSet(false, true)) {
                end(entry, true);
            }
        }

        @Override
        public void fail() {
            done();
        }

        @Override
        public void giveBack() {
            if (ended.compareAndSet(false, true)) {
                end(entry, false);
            }
        }
    }
}
