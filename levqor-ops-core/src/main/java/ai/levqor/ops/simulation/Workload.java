package ai.levqor.ops.simulation;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.function.LongToDoubleFunction;

/**
 * How much work arrives, as a function of time. Put together from parts:
 *
 * <pre>{@code
 * var flashCrowd = Workload.steady(5, ofMinutes(10)).then(35, ofMinutes(20)).then(5, ofMinutes(30));
 * }</pre>
 *
 * <p>The rate is an expectation; how many jobs arrive in a second is drawn from it by the {@link Simulation}.
 *
 * @param length whole seconds, one or more
 * @param jobsPerSecond the rate during second 0, 1, 2, ... before {@code length}; pure, and from 0.0 to 1e9
 */
public record Workload(Duration length, LongToDoubleFunction jobsPerSecond) {
    private static final double MOST = 1e9;
    private static final Duration DAY = Duration.ofDays(1);

    public Workload {
        requireNonNull(jobsPerSecond, "jobsPerSecond");
        Rules.wholeSeconds("length", length, 1);
    }

    /** The same rate all the time. */
    public static Workload steady(double jobsPerSecond, Duration length) {
        return new Workload(length, second -> jobsPerSecond);
    }

    /** A day from midnight to midnight, with the low rate at midnight, the high one at noon, and a sine between. */
    public static Workload day(double low, double high) {
        return new Workload(DAY, second -> {
            var turn = 2 * Math.PI * second / DAY.toSeconds();
            return low + (high - low) * (1 - StrictMath.cos(turn)) / 2;
        });
    }

    /** This, and then the other. */
    public Workload then(Workload other) {
        var seconds = length.toSeconds();
        return new Workload(
                length.plus(other.length),
                second -> second < seconds ? rateIn(second) : other.rateIn(second - seconds));
    }

    /** This, and then a steady rate. */
    public Workload then(double jobsPerSecond, Duration length) {
        return then(steady(jobsPerSecond, length));
    }

    /** This again and again. */
    public Workload repeated(int times) {
        var seconds = length.toSeconds();
        return new Workload(length.multipliedBy(times), second -> rateIn(second % seconds));
    }

    /**
     * The rate during a second.
     *
     * @throws IllegalArgumentException if the function breaks its rule
     */
    double rateIn(long second) {
        var rate = jobsPerSecond.applyAsDouble(second);
        if (!(rate >= 0 && rate <= MOST)) {
            throw new IllegalArgumentException(
                    "jobsPerSecond must be in [0, 1e9], was " + rate + " in second " + second);
        }
        return rate;
    }
}
