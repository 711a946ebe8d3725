package ai.levqor.ops.policy.slo;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * The numbers of {@link StreakPolicy}.
 *
 * @param objectives what a breach is
 * @param breaches so many in a row raise the alarm, one or more
 * @param withinTicks the first and the last of them are at most so many ticks apart, from {@code breaches - 1} to 1000
 * @param silentTicks so many ticks without data may lie in between, from 0 to 1000
 */
public record StreakSettings(Objectives objectives, int breaches, int withinTicks, int silentTicks) {

    /** Three ticks in a row, with up to six ticks without data in between; above 200 ms or 0.5 %, or below 99.9 %. */
    public static final StreakSettings DEFAULTS =
            new StreakSettings(new Objectives(Duration.ofMillis(200), 0.005, 0.999), 3, 2, 6);

    private static final int MOST_TICKS = 1000;

    public StreakSettings {
        requireNonNull(objectives, "objectives");
        require(breaches >= 1, "breaches must be >= 1, was " + breaches);
        require(
                withinTicks >= breaches - 1 && withinTicks <= MOST_TICKS,
                "withinTicks must be in [breaches - 1, " + MOST_TICKS + "], was " + withinTicks + " for " + breaches
                        + " breaches");
        require(
                silentTicks >= 0 && silentTicks <= MOST_TICKS,
                "silentTicks must be in [0, " + MOST_TICKS + "], was " + silentTicks);
    }

    /** These settings with other objectives. */
    public StreakSettings with(Objectives other) {
        return new StreakSettings(other, breaches, withinTicks, silentTicks);
    }

    /**
     * One of these missed is a breach.
     *
     * @param p99Above the highest P99 latency that is none, above zero
     * @param errorRateAbove the highest share of failures that is none, from 0.0 to 1.0
     * @param availabilityBelow the lowest share of successful probes that is none, from 0.0 to 1.0
     */
    public record Objectives(Duration p99Above, double errorRateAbove, double availabilityBelow) {
        public Objectives {
            require(!p99Above.isNegative() && !p99Above.isZero(), "p99Above must be > 0, was " + p99Above);
            require(
                    errorRateAbove >= 0 && errorRateAbove <= 1,
                    "errorRateAbove must be in [0, 1], was " + errorRateAbove);
            require(
                    availabilityBelow >= 0 && availabilityBelow <= 1,
                    "availabilityBelow must be in [0, 1], was " + availabilityBelow);
        }
    }

    private static void require(boolean valid, String message) {
        if (!valid) {
            throw new IllegalArgumentException(message);
        }
    }
}
