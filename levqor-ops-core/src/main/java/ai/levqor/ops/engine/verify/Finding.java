package ai.levqor.ops.engine.verify;

import static java.util.Objects.requireNonNull;

/**
 * What a check has found.
 *
 * @param status whether it is well
 * @param detail that in words for a person: one line, without a secret
 */
public record Finding(Status status, String detail) {

    /** Whether something is well. */
    public enum Status {
        /** It works. */
        PASSED,
        /** It does not work. */
        FAILED,
        /** There is nothing to look at. */
        SKIPPED
    }

    /** Makes one line of the detail; what looks like a secret in it is masked. */
    public Finding {
        requireNonNull(status, "status");
        detail = Words.safe(detail);
    }

    /** It works. */
    public static Finding passed(String detail) {
        return new Finding(Status.PASSED, detail);
    }

    /** It does not work. */
    public static Finding failed(String detail) {
        return new Finding(Status.FAILED, detail);
    }

    /** There is nothing to look at. */
    public static Finding skipped(String detail) {
        return new Finding(Status.SKIPPED, detail);
    }
}
