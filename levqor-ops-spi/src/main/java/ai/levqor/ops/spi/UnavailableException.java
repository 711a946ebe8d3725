package ai.levqor.ops.spi;

import org.jspecify.annotations.Nullable;

/**
 * A fault: something that usually works does not answer now. The engine treats what it asked for as unknown, says so in
 * its decision, and asks again at the next tick. The cause is kept for the log; the message must hold no secret and no
 * personal data.
 */
public final class UnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A fault without a deeper cause, such as an answer that makes no sense. */
    public UnavailableException(String message) {
        super(message);
    }

    /** A fault and what led to it. */
    public UnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
