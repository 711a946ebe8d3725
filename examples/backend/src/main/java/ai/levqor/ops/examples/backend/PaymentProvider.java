package ai.levqor.ops.examples.backend;

/** Somebody else who takes the money for an order, and may fail. Safe for many threads. */
@FunctionalInterface
interface PaymentProvider {
    /** Takes the money for every order. */
    PaymentProvider RELIABLE = order -> {};

    /**
     * Takes the money.
     *
     * @throws PaymentException if the order is not paid for now
     */
    void charge(Order order) throws PaymentException;

    /** An order was not paid for. */
    final class PaymentException extends Exception {
        private static final long serialVersionUID = 1L;

        PaymentException(String why) {
            super(why);
        }
    }
}
