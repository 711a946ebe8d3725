package ai.levqor.ops.examples.lab;

import org.jspecify.annotations.Nullable;

/** The command line or a file cannot be followed. The message is one line for a person. */
final class BadInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadInputException(String message) {
        super(message);
    }

    BadInputException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
