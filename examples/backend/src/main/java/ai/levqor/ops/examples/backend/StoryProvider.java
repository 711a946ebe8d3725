package ai.levqor.ops.examples.backend;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** The payment provider of the {@link Story}. It takes the money for every order until the story begins. */
final class StoryProvider implements PaymentProvider {
    private final Story story;
    private final LongSupplier ticker;
    private volatile OptionalLong began = OptionalLong.empty();

    /** A provider whose story has not begun; {@code ticker} counts nanoseconds that never go back. */
    StoryProvider(Story story, LongSupplier ticker) {
        this.story = story;
        this.ticker = ticker;
    }

    void begin() {
        began = OptionalLong.of(ticker.getAsLong());
    }

    @Override
    public void charge(Order order) throws PaymentException {
        var start = began;
        if (start.isPresent()
                && story.fails(order.number(), Duration.ofNanos(ticker.getAsLong() - start.getAsLong()))) {
            throw new PaymentException("order " + order.number() + " was not paid for");
        }
    }
}
