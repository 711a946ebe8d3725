package ai.levqor.ops.examples.backend;

import ai.levqor.ops.examples.backend.Order.News;
import ai.levqor.ops.examples.backend.PaymentProvider.PaymentException;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Takes orders and does them. Doing one takes {@link #SHORTEST} to {@link #LONGEST}, nearly all of it waiting for the
 * payment provider, so a worker does fifty a second and costs the machine little. Safe for many threads.
 */
final class OrderDesk {
    static final Duration SHORTEST = Duration.ofMillis(15);
    static final Duration LONGEST = Duration.ofMillis(25);

    private final Predicate<Order> queue;
    private final PaymentProvider provider;
    private final AtomicLong numbers = new AtomicLong();
    private long taken;
    private long done;
    private long doneTwice;
    private long failed;
    private long recovered;

    /** A desk that puts what it takes on {@code queue}, which says whether there was room. */
    OrderDesk(Predicate<Order> queue, PaymentProvider provider) {
        this.queue = queue;
        this.provider = provider;
    }

    /** Orders that one worker does in a second. */
    static double perWorkerAndSecond() {
        return 2e3 / (SHORTEST.toMillis() + LONGEST.toMillis());
    }

    /** Puts a new order on the queue, where a worker finds it and tells {@code customer}; empty if the queue is full. */
    Optional<Order> take(BiConsumer<Order, News> customer) {
        var order = new Order(numbers.incrementAndGet(), customer);
        taken(1);
        var room = queue.test(order);
        if (!room) {
            taken(-1);
        }
        return Optional.of(order).filter(queued -> room);
    }

    /**
     * A worker's work on one order.
     *
     * @throws PaymentException if the order is not paid for; its customer knows that it is delayed then
     */
    void work(Order order) throws InterruptedException, PaymentException {
        pass(new SplittableRandom(order.number()).nextLong(SHORTEST.toNanos(), LONGEST.toNanos()));
        try {
            provider.charge(order);
        } catch (PaymentException e) {
            failed(order.delay());
            throw e;
        }
        finished(order.finish(), order.hasFailed());
    }

    private void pass(long nanos) throws InterruptedException {
        var start = System.nanoTime();
        for (var left = nanos; left > 0; left = nanos - (System.nanoTime() - start)) {
            LockSupport.parkNanos(this, left);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    private synchronized void taken(int more) {
        taken += more;
    }

    private synchronized void failed(boolean first) {
        failed += first ? 1 : 0;
        notifyAll();
    }

    private synchronized void finished(boolean first, boolean hadFailed) {
        done += first ? 1 : 0;
        doneTwice += first ? 0 : 1;
        recovered += first && hadFailed ? 1 : 0;
        notifyAll();
    }

    /** Waits until nothing is left, for {@code time} at the most; looks whenever an order was worked on. */
    synchronized void await(BooleanSupplier nothingLeft, Duration time) throws InterruptedException {
        var end = System.nanoTime() + time.toNanos();
        for (var left = time.toNanos(); !nothingLeft.getAsBoolean() && left > 0; left = end - System.nanoTime()) {
            wait(left / 1_000_000, (int) (left % 1_000_000));
        }
    }

    synchronized Stats stats() {
        return new Stats(taken, done, doneTwice, failed, recovered);
    }

    /**
     * What became of the orders.
     *
     * @param taken put on the queue
     * @param done finished once
     * @param doneTwice finished again although they were finished; must stay zero
     * @param failed failed at least once, whatever became of them later
     * @param recovered of the failed ones, those that were finished later
     */
    record Stats(long taken, long done, long doneTwice, long failed, long recovered) {

        /** Taken and not done yet. */
        long open() {
            return taken - done;
        }
    }
}
