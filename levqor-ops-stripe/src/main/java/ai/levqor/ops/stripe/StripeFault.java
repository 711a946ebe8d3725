package ai.levqor.ops.stripe;

import ai.levqor.ops.spi.UnavailableException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request that Stripe did not answer with what was asked for. It holds no cause and nothing of the request or the
 * answer: both may hold the key.
 */
final class StripeFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String words;
    private final int tries;
    private final @Nullable Duration retryAfter;

    private StripeFault(int status, String message, int tries, @Nullable Duration retryAfter) {
        super(message);
        this.status = status;
        this.words = message;
        this.tries = tries;
        this.retryAfter = retryAfter;
    }

    /** One that another try does not mend. */
    static StripeFault lasting(int status, String message) {
        return new StripeFault(status, message, 1, null);
    }

    /** One that may be over soon. */
    static StripeFault passing(int status, String message, int tries) {
        return new StripeFault(status, message, tries, null);
    }

    /** A refusal for the number of requests. */
    static StripeFault pause(Optional<Duration> retryAfter, int tries) {
        return new StripeFault(429, "Stripe asks for a pause", tries, retryAfter.orElse(null));
    }

    /** The HTTP status; 0 if there was no answer. */
    int status() {
        return status;
    }

    /** How many tries it is worth, the first included. */
    int tries() {
        return tries;
    }

    /** How long Stripe wants to be left alone. */
    Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** What the engine is told. */
    UnavailableException unavailable(Duration usualPause) {
        return status == 429
                ? new UnavailableException(words, retryAfter().orElse(usualPause))
                : new UnavailableException(words);
    }
}
