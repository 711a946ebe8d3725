package ai.levqor.ops.examples.backend;

/**
 * Where the orders are: what the desk counted, beside what the queue holds.
 *
 * @param orders as the desk counted them
 * @param waiting for a worker, in the hands of one, or dead and not redriven yet
 * @param quarantined failed after too many redrives
 */
record Balance(OrderDesk.Stats orders, long waiting, long quarantined) {

    /** Taken, and nowhere now: must be zero. Exact while nothing is taken or done. */
    long lost() {
        return orders.open() - waiting - quarantined;
    }
}
