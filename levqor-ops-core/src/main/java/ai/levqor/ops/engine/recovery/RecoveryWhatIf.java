package ai.levqor.ops.engine.recovery;

import static java.util.Objects.requireNonNull;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Signals that a dry run takes instead of the live ones.
 *
 * @param errorRate from 0.0 to 1.0
 * @param failures zero or more
 */
public record RecoveryWhatIf(OptionalDouble errorRate, OptionalLong failures) {

    /** The live signals. */
    public static final RecoveryWhatIf NOTHING = new RecoveryWhatIf(OptionalDouble.empty(), OptionalLong.empty());

    public RecoveryWhatIf {
        requireNonNull(errorRate, "errorRate");
        requireNonNull(failures, "failures");
    }
}
