package ai.levqor.ops.examples.backend;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Takes orders and does them. Doing one takes {@link #SHORTEST} to {@link #LONGEST}, nearly all of it waiting for
 * somebody else (a database, a payment provider), so a worker does fifty a second and costs the machine little. Safe
 * for many threads.
 */
final class OrderDesk {
    static final Duration SHORTEST = Duration.ofMillis(15);
    static final Duration LONGEST = Duration.ofMillis(25);

    private final Consumer<Order> queue;
    private final AtomicLong taken = new AtomicLong();
    private final LongAdder done = new LongAdder();
    private final LongAdder doneTwice = new LongAdder();

    /** A desk that puts what it takes on {@code queue}. */
    OrderDesk(Consumer<Order> queue) {
        this.queue = queue;
    }

    /** Orders that one worker does in a second. */
    static double perWorkerAndSecond() {
        return 2e3 / (SHORTEST.toMillis() + LONGEST.toMillis());
    }

    /** Puts a new order on the queue; a worker calls {@code whenDone} later. */
    Order take(Consumer<Order> whenDone) {
        var order = new Order(taken.incrementAndGet(), whenDone);
        queue.accept(order);
        return order;
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
        (order.finish() ? done : doneTwice).increment();
    }

    Stats stats() {
        var finished = done.sum();
        return new Stats(taken.get(), finished, doneTwice.sum());
    }

    /**
     * What became of the orders.
     *
     * @param taken put on the queue
     * @param done finished once
     * @param doneTwice finished again although they were finished; must stay zero
     */
    record Stats(long taken, long done, long doneTwice) {

        /** Neither finished nor, by now, about to be: what a drained backend must not have. */
        long open() {
            return taken - done;
        }
    }
}
