package ai.levqor.ops.policy.scale;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/**
 * The numbers of {@link StepPolicy}.
 *
 * @param limits how few and how many workers there may be
 * @param pressure above what there is pressure
 * @param idle below what, and for how long, a worker is given back
 * @param pace how fast steps may follow each other, and how old a signal may be
 * @param costGuard when money stops scale-ups
 */
public record StepSettings(Limits limits, Pressure pressure, Idle idle, Pace pace, CostGuard costGuard) {

    /** 1 to 4 workers, 150 ms, depth 10, idle below 40 ms for 10 min, a step up every 30 s, no spend limit. */
    public static final StepSettings DEFAULTS = new StepSettings(
            new Limits(1, 4),
            new Pressure(Duration.ofMillis(150), 10),
            new Idle(Duration.ofMillis(40), Duration.ofMinutes(10)),
            new Pace(Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofSeconds(60)),
            CostGuard.off());

    public StepSettings {
        requireNonNull(limits, "limits");
        requireNonNull(pressure, "pressure");
        requireNonNull(idle, "idle");
        requireNonNull(pace, "pace");
        requireNonNull(costGuard, "costGuard");
        require(
                idle.p95Below().compareTo(pressure.p95Above()) <= 0,
                "idle.p95Below must be at most pressure.p95Above, were " + idle.p95Below() + " and "
                        + pressure.p95Above());
    }

    /** These settings with other limits. */
    public StepSettings with(Limits other) {
        return new StepSettings(other, pressure, idle, pace, costGuard);
    }

    /** These settings with another idle rule. */
    public StepSettings with(Idle other) {
        return new StepSettings(limits, pressure, other, pace, costGuard);
    }

    /** These settings with another pace. */
    public StepSettings with(Pace other) {
        return new StepSettings(limits, pressure, idle, other, costGuard);
    }

    /** These settings with another cost guard. */
    public StepSettings with(CostGuard other) {
        return new StepSettings(limits, pressure, idle, pace, other);
    }

    /**
     * How few and how many workers there may be.
     *
     * @param min one or more
     * @param max {@code min} or more
     */
    public record Limits(int min, int max) {
        public Limits {
            require(min >= 1 && max >= min, "limits must satisfy 1 <= min <= max, were " + min + ".." + max);
        }
    }

    /**
     * There is pressure if one of these is exceeded.
     *
     * @param p95Above the highest P95 latency that is no pressure, above zero
     * @param depthAbove the greatest queue depth that is no pressure, zero or more
     */
    public record Pressure(Duration p95Above, long depthAbove) {
        public Pressure {
            require(!p95Above.isNegative() && !p95Above.isZero(), "p95Above must be > 0, was " + p95Above);
            require(depthAbove >= 0, "depthAbove must be >= 0, was " + depthAbove);
        }
    }

    /**
     * The backend is idle if its P95 is below this (or there are no requests) and nothing waits.
     *
     * @param p95Below the lowest P95 latency that is not idle, above zero
     * @param lasting how long it must be idle without a break to give one worker back, above zero
     */
    public record Idle(Duration p95Below, Duration lasting) {
        public Idle {
            require(!p95Below.isNegative() && !p95Below.isZero(), "p95Below must be > 0, was " + p95Below);
            require(!lasting.isNegative() && !lasting.isZero(), "lasting must be > 0, was " + lasting);
        }
    }

    /**
     * Time between steps, and between samples.
     *
     * @param stepUpEvery the least time between two steps up, zero or more
     * @param maxAge a latency or depth sampled longer ago than this is unknown, above zero
     * @param maxGap observations further apart than this are a break in idleness, above zero
     */
    public record Pace(Duration stepUpEvery, Duration maxAge, Duration maxGap) {
        public Pace {
            require(!stepUpEvery.isNegative(), "stepUpEvery must be >= 0, was " + stepUpEvery);
            require(!maxAge.isNegative() && !maxAge.isZero(), "maxAge must be > 0, was " + maxAge);
            require(!maxGap.isNegative() && !maxGap.isZero(), "maxGap must be > 0, was " + maxGap);
        }
    }

    /**
     * When money stops scale-ups: the spend of 24 hours reaches {@code spendShare} of the daily limit, or the forecast
     * of 30 days exceeds {@code forecastShare} of thirty daily limits, or the spend is unknown for longer than
     * {@code unknownFor}.
     *
     * @param dailyLimit the limit a day, above zero; empty switches the guard off
     * @param currency the limit's currency, as in {@code usd}
     * @param spendShare above 0.0
     * @param forecastShare above 0.0
     * @param unknownFor zero or more
     */
    public record CostGuard(
            Optional<BigDecimal> dailyLimit,
            String currency,
            BigDecimal spendShare,
            BigDecimal forecastShare,
            Duration unknownFor) {

        private static final BigDecimal DAYS = BigDecimal.valueOf(30);

        public CostGuard {
            requireNonNull(currency, "currency");
            require(dailyLimit.isEmpty() || dailyLimit.get().signum() > 0, "dailyLimit must be > 0, was " + dailyLimit);
            require(spendShare.signum() > 0, "spendShare must be > 0, was " + spendShare);
            require(forecastShare.signum() > 0, "forecastShare must be > 0, was " + forecastShare);
            require(!unknownFor.isNegative(), "unknownFor must be >= 0, was " + unknownFor);
        }

        /** No limit, no guard. */
        public static CostGuard off() {
            return new CostGuard(
                    Optional.empty(), "usd", new BigDecimal("0.9"), new BigDecimal("0.8"), Duration.ofHours(6));
        }

        /** A guard at 0.9 of the day's limit, 0.8 of thirty, and 6 hours without knowing. */
        public static CostGuard of(BigDecimal dailyLimit, String currency) {
            var off = off();
            return new CostGuard(Optional.of(dailyLimit), currency, off.spendShare, off.forecastShare, off.unknownFor);
        }

        /** The spend at which scale-ups stop; empty if the guard is off. */
        public Optional<BigDecimal> spendStop() {
            return dailyLimit.map(limit -> limit.multiply(spendShare));
        }

        /** The forecast above which scale-ups stop; empty if the guard is off. */
        public Optional<BigDecimal> forecastStop() {
            return dailyLimit.map(limit -> limit.multiply(DAYS).multiply(forecastShare));
        }
    }

    private static void require(boolean valid, String message) {
        if (!valid) {
            throw new IllegalArgumentException(message);
        }
    }
}
