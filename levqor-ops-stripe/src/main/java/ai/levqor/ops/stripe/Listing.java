package ai.levqor.ops.stripe;

/** A list of Stripe, read page by page. */
interface Listing {

    /**
     * The next page of a span. Either all of it makes sense, or none of it is told.
     *
     * @throws StripeFault if Stripe refuses
     * @throws ai.levqor.ops.spi.UnavailableException if it cannot be read now
     */
    Page next(Span span);

    /**
     * Asks for one object, once, and tells nothing of it. Another thread may read meanwhile.
     *
     * @throws ai.levqor.ops.spi.UnavailableException if it cannot be read now
     */
    void probe();
}
