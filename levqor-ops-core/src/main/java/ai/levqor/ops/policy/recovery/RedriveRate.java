package ai.levqor.ops.policy.recovery;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.OptionalDouble;

/**
 * How fast a redrive may go: a token bucket that is empty at first and holds a quarter of a second, so that a redrive
 * that is a little late, or goes from one process to another, keeps its rate, and one that stood still does not make up for
 * it in one burst.
 *
 * <pre>
 * allowed(n+1) = min(rate / 4, allowed(n) - moved(n) + rate * elapsed)
 * </pre>
 *
 * @param perSecond jobs a second, above zero; empty is unlimited
 */
public record RedriveRate(OptionalDouble perSecond) {

    /** As fast as the queue can. */
    public static final RedriveRate UNLIMITED = new RedriveRate(OptionalDouble.empty());

    private static final double HELD_SECONDS = 0.25;
    private static final double BATCH_SECONDS = 0.05;

    public RedriveRate {
        requireNonNull(perSecond, "perSecond");
        if (perSecond.isPresent() && !(perSecond.getAsDouble() > 0 && perSecond.getAsDouble() < Double.MAX_VALUE)) {
            throw new IllegalArgumentException("perSecond must be > 0 and finite, was " + perSecond.getAsDouble());
        }
    }

    /** So many jobs a second. */
    public static RedriveRate of(double perSecond) {
        return new RedriveRate(OptionalDouble.of(perSecond));
    }

    /** The tokens after some time. */
    public double refilled(double tokens, Duration elapsed) {
        if (perSecond.isEmpty()) {
            return Double.MAX_VALUE;
        }
        var rate = perSecond.getAsDouble();
        var most = Math.max(1, rate * HELD_SECONDS);
        return Math.min(most, tokens + rate * Math.max(0, elapsed.toNanos()) / 1e9);
    }

    /**
     * The time until there is a token for so many jobs, or for those of a twentieth of a second: a batch that is due up to a
     * fifth of a second late then loses nothing. Zero if that is so now.
     */
    public Duration until(double tokens, int jobs) {
        if (perSecond.isEmpty()) {
            return Duration.ZERO;
        }
        var rate = perSecond.getAsDouble();
        var missing = Math.min(jobs, Math.max(1, rate * BATCH_SECONDS)) - tokens;
        return missing <= 0 ? Duration.ZERO : Duration.ofNanos((long) Math.ceil(missing / rate * 1e9));
    }
}
