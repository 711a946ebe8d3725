package ai.levqor.ops.examples.backend;

import org.jspecify.annotations.Nullable;

/** The command line cannot be followed. The message is one line for a person. */
final class BadArgumentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadArgumentException(String message) {
        super(message);
    }

    BadArgumentException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
