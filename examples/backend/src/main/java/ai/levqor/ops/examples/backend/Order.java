package ai.levqor.ops.examples.backend;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** A customer's order, as a job on the queue. Safe for many threads. */
final class Order {
    private final long number;
    private final Consumer<Order> whenDone;
    private final AtomicBoolean done = new AtomicBoolean();

    /**
     * An order.
     *
     * @param number counts from 1
     * @param whenDone called once, by the worker that has done it
     */
    Order(long number, Consumer<Order> whenDone) {
        this.number = number;
        this.whenDone = whenDone;
    }

    long number() {
        return number;
    }

    /** Says that the order is done. Returns {@code false}, and tells nobody, if it was done before. */
    boolean finish() {
        var first = done.compareAndSet(false, true);
        if (first) {
            whenDone.accept(this);
        }
        return first;
    }
}
