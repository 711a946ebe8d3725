package ai.levqor.ops.examples.benchmarks;

/** The command line is wrong. The message names the option and its rule. */
final class BadOptionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadOptionException(String message) {
        super(message);
    }
}
