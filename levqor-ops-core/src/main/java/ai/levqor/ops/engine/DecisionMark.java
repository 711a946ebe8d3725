package ai.levqor.ops.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.levqor.ops.policy.scale.ScalePolicy;
import ai.levqor.ops.policy.scale.StepPolicy;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a policy decides by, as a few letters in each recorded line: the same for the same policy with the same settings, so
 * that a line is derived again by none but that.
 */
final class DecisionMark {
    /** Goes up when the step policy decides differently by the same settings. */
    private static final int RULES = 1;

    private static final int BYTES = 8;

    private DecisionMark() {}

    /** Of a policy of the host's its class; and its settings too, if it is a record. */
    static String of(ScalePolicy<?> policy) {
        if (policy instanceof StepPolicy step) {
            return "step-" + RULES + "-" + digest(step.settings().toString());
        }
        var kind = policy.getClass().getName();
        return "custom-" + digest(policy instanceof Record ? kind + " " + policy : kind);
    }

    private static String digest(String text) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return HexFormat.of().formatHex(hash, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
