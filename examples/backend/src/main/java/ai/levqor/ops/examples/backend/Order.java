package ai.levqor.ops.examples.backend;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

/** A customer's order, as a job on the queue. Safe for many threads. */
final class Order {

    /** What a customer is told of an order. */
    enum News {
        /** It is done. */
        DONE,
        /** It failed for now, and will be done later. */
        DELAYED
    }

    private final long number;
    private final BiConsumer<Order, News> customer;
    private final AtomicBoolean failed = new AtomicBoolean();
    private final AtomicBoolean done = new AtomicBoolean();

    /**
     * An order.
     *
     * @param number counts from 1
     * @param customer is told each of the news once at the most, by the worker that has it in hand
     */
    Order(long number, BiConsumer<Order, News> customer) {
        this.number = number;
        this.customer = customer;
    }

    long number() {
        return number;
    }

    /** Says that the order failed for now. Returns {@code false}, and tells nobody, if it did before. */
    boolean delay() {
        return tell(failed, News.DELAYED);
    }

    /** Says that the order is done. Returns {@code false}, and tells nobody, if it was done before. */
    boolean finish() {
        return tell(done, News.DONE);
    }

    /** Whether it ever failed. */
    boolean hasFailed() {
        return failed.get();
    }

    private boolean tell(AtomicBoolean told, News news) {
        var first = told.compareAndSet(false, true);
        if (first) {
            customer.accept(this, news);
        }
        return first;
    }
}
