package ai.levqor.ops.policy.slo;

import static java.util.Objects.requireNonNull;

import ai.levqor.ops.policy.Reading;
import ai.levqor.ops.policy.Reading.UnknownCause;
import java.time.Duration;
import java.time.Instant;

/**
 * All that an SLO policy may look at.
 *
 * @param tick the number of the tick; that of the next tick is greater by one
 * @param at the time of the observation
 * @param p99 99 % of the requests took at most this
 * @param outcomes how requests and jobs ended
 * @param availability share of the probes that succeeded, from 0.0 to 1.0
 */
public record SloObservation(
        long tick, Instant at, Reading<Duration> p99, Reading<Outcomes> outcomes, Reading<Double> availability) {

    public SloObservation {
        requireNonNull(at, "at");
        requireNonNull(p99, "p99");
        requireNonNull(outcomes, "outcomes");
        requireNonNull(availability, "availability");
        if (p99 instanceof Reading.Known<Duration> known && known.measured().isNegative()) {
            throw new IllegalArgumentException("p99 must be >= 0, was " + known.measured());
        }
        if (availability instanceof Reading.Known<Double> known && !(known.measured() >= 0 && known.measured() <= 1)) {
            throw new IllegalArgumentException("availability must be in [0, 1], was " + known.measured());
        }
    }

    /**
     * The number of the tick nearest to a time, counted from the epoch. Ticks that are due at whole multiples of
     * {@code every} keep their numbers if they come up to half of it too early or too late.
     *
     * <pre>
     * floor((at + every / 2) / every)
     * </pre>
     *
     * @param every time between two ticks, above zero
     * @throws ArithmeticException if {@code every} is so short that the number does not fit
     */
    public static long tickAt(Instant at, Duration every) {
        if (every.isNegative() || every.isZero()) {
            throw new IllegalArgumentException("every must be > 0, was " + every);
        }
        var since = Duration.between(Instant.EPOCH, at).plus(every.dividedBy(2));
        var ticks = since.dividedBy(every);
        return since.compareTo(every.multipliedBy(ticks)) < 0 ? ticks - 1 : ticks;
    }

    /** Failures / total. Where nothing ended there are no samples. */
    public Reading<Double> errorRate() {
        return errorRate(outcomes);
    }

    /** Failures / total of any outcomes. Where nothing ended there are no samples. */
    public static Reading<Double> errorRate(Reading<Outcomes> outcomes) {
        return outcomes.value().filter(ended -> ended.total() == 0).isPresent()
                ? Reading.unknown(UnknownCause.NO_SAMPLES)
                : outcomes.map(ended -> (double) ended.failures() / ended.total());
    }

    /**
     * How requests and jobs ended.
     *
     * @param total all of them, zero or more
     * @param failures how many failed, from zero to {@code total}
     */
    public record Outcomes(long total, long failures) {

        /** Nothing ended. */
        public static final Outcomes NONE = new Outcomes(0, 0);

        public Outcomes {
            if (failures < 0 || failures > total) {
                throw new IllegalArgumentException(
                        "outcomes must satisfy 0 <= failures <= total, were " + failures + " of " + total);
            }
        }
    }
}
