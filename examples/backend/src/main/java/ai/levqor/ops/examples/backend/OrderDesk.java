package ai.levqor.ops.examples.backend;

import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Takes orders and does them. Doing one takes {@link #SHORTEST} to {@link #LONGEST}, nearly all of it waiting for
 * somebody else (a database, a payment provider), so a worker does fifty a second and costs the machine little. Safe
 * for many threads.
 */
final class OrderDesk {
    static final Duration SHORTEST = Duration.ofMillis(15);
    static final Duration LONGEST = Duration.ofMillis(25);

    private final Predicate<Order> queue;
    private final AtomicLong numbers = new AtomicLong();
    private long taken;
    private long done;
    private long doneTwice;

    /** A desk that puts what it takes on {@code queue}, which says whether there was room. */
    OrderDesk(Predicate<Order> queue) {
        this.queue = queue;
    }

    /** Orders that one worker does in a second. */
    static double perWorkerAndSecond() {
        return 2e3 / (SHORTEST.toMillis() + LONGEST.toMillis());
    }

    /** Puts a new order on the queue, where a worker finds it and calls {@code whenDone}; empty if the queue is full. */
    Optional<Order> take(Consumer<Order> whenDone) {
        var order = new Order(numbers.incrementAndGet(), whenDone);
        taken(1);
        var room = queue.test(order);
        if (!room) {
            taken(-1);
        }
        return Optional.of(order).filter(queued -> room);
    }

    /** A worker's work on one order. */
    void work(Order order) throws InterruptedException {
        var nanos = new SplittableRandom(order.number()).nextLong(SHORTEST.toNanos(), LONGEST.toNanos());
        var start = System.nanoTime();
        for (var left = nanos; left > 0; left = nanos - (System.nanoTime() - start)) {
            LockSupport.parkNanos(this, left);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        finished(order.finish());
    }

    private synchronized void taken(int more) {
        taken += more;
        notifyAll();
    }

    private synchronized void finished(boolean first) {
        done += first ? 1 : 0;
        doneTwice += first ? 0 : 1;
        notifyAll();
    }

    /** Waits until every order is done, for {@code time} at the most. */
    synchronized void awaitAllDone(Duration time) throws InterruptedException {
        var end = System.nanoTime() + time.toNanos();
        for (var left = time.toNanos(); done < taken && left > 0; left = end - System.nanoTime()) {
            wait(left / 1_000_000, (int) (left % 1_000_000));
        }
    }

    synchronized Stats stats() {
        return new Stats(taken, done, doneTwice);
    }

    /**
     * What became of the orders.
     *
     * @param taken put on the queue
     * @param done finished once
     * @param doneTwice finished again although they were finished; must stay zero
     */
    record Stats(long taken, long done, long doneTwice) {

        /** Taken and not done: what a drained backend must not have. */
        long open() {
            return taken - done;
        }
    }
}
