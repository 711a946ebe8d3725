package ai.levqor.ops.spi;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A fault: something that usually works does not answer now. The engine treats what it asked for as unknown, says so in
 * its decision, and asks again at the next tick. The cause is kept for the log; the message must hold no secret and no
 * personal data.
 */
public final class UnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final @Nullable Duration retryAfter;

    /** A fault without a deeper cause, such as an answer that makes no sense. */
    public UnavailableException(String message) {
        super(message);
        this.retryAfter = null;
    }

    /** A refusal that says when to ask again, as an HTTP 429 does. */
    public UnavailableException(String message, Duration retryAfter) {
        super(message);
        this.retryAfter = retryAfter;
    }

    /** A fault and what led to it. */
    public UnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
        this.retryAfter = null;
    }

    /** How long to wait before asking again, if whoever refused said so. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
