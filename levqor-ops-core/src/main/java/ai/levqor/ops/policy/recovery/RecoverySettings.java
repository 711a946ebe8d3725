package ai.levqor.ops.policy.recovery;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * The numbers of the recovery policy.
 *
 * @param errorRateAbove an error rate above this calls for a recovery, from 0.0 up to 1.0
 * @param coolDown the least time from one recovery to an automatic one, zero or more
 * @param mostPerHour so many automatic recoveries within an hour close the latch, one or more
 */
public record RecoverySettings(double errorRateAbove, Duration coolDown, int mostPerHour) {

    /** More than 1 %, 30 minutes, two an hour. */
    public static final RecoverySettings DEFAULTS = new RecoverySettings(0.01, Duration.ofMinutes(30), 2);

    public RecoverySettings {
        requireNonNull(coolDown, "coolDown");
        if (!(errorRateAbove >= 0 && errorRateAbove <= 1)) {
            throw new IllegalArgumentException("errorRateAbove must be in [0, 1], was " + errorRateAbove);
        }
        if (coolDown.isNegative()) {
            throw new IllegalArgumentException("coolDown must be >= 0, was " + coolDown);
        }
        if (mostPerHour < 1) {
            throw new IllegalArgumentException("mostPerHour must be >= 1, was " + mostPerHour);
        }
    }
}
