package ai.levqor.ops.engine.recovery;

import static java.util.Objects.requireNonNull;

import ai.levqor.ops.policy.recovery.RedriveRate;

/**
 * The numbers of a redrive.
 *
 * @param rate how fast
 * @param batch jobs that are moved at once at the most, one or more
 * @param mostRedrives how often a job may be redriven before it goes to the quarantine, zero or more
 */
public record RedriveSettings(RedriveRate rate, int batch, int mostRedrives) {

    /** 500 jobs a second, 20,000 at once at the most, three times. */
    public static final RedriveSettings DEFAULTS = new RedriveSettings(RedriveRate.of(500), 20_000, 3);

    public RedriveSettings {
        requireNonNull(rate, "rate");
        if (batch < 1) {
            throw new IllegalArgumentException("batch must be >= 1, was " + batch);
        }
        if (mostRedrives < 0) {
            throw new IllegalArgumentException("mostRedrives must be >= 0, was " + mostRedrives);
        }
    }
}
