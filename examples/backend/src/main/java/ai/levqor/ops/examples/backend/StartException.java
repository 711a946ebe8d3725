package ai.levqor.ops.examples.backend;

/** The backend cannot start here. The message is one line for a person, with what to do about it. */
final class StartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
