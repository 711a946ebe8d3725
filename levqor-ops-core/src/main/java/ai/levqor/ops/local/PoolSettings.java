package ai.levqor.ops.local;

import java.time.Duration;

/**
 * How patient a {@link LocalWorkerPool} is. Each time is above zero.
 *
 * @param drain how long a worker that must leave may take to finish its job, before it is interrupted
 * @param grace how long it may take after that, before it is reported as stuck
 * @param firstRetry how long a worker waits after its queue failed once; twice as long after each further failure
 * @param lastRetry the longest it waits, {@code firstRetry} or more
 */
public record PoolSettings(Duration drain, Duration grace, Duration firstRetry, Duration lastRetry) {

    /** 30 s to drain and 5 s of grace; a queue that fails is asked again after 100 ms, and every 10 s in the end. */
    public static final PoolSettings DEFAULTS = new PoolSettings(
            Duration.ofSeconds(30), Duration.ofSeconds(5), Duration.ofMillis(100), Duration.ofSeconds(10));

    public PoolSettings {
        requirePositive("drain", drain);
        requirePositive("grace", grace);
        requirePositive("firstRetry", firstRetry);
        if (lastRetry.compareTo(firstRetry) < 0) {
            throw new IllegalArgumentException("lastRetry must be >= firstRetry, was " + lastRetry);
        }
    }

    /** These settings with another drain time. */
    public PoolSettings withDrain(Duration other) {
        return new PoolSettings(other, grace, firstRetry, lastRetry);
    }

    /** How long to wait after so many failures in a row, one or more. */
    Duration retryAfter(int failures) {
        var wait = firstRetry;
        for (var i = 1; i < failures && wait.compareTo(lastRetry) < 0; i++) {
            wait = wait.multipliedBy(2);
        }
        return wait.compareTo(lastRetry) < 0 ? wait : lastRetry;
    }

    private static void requirePositive(String name, Duration time) {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException(name + " must be > 0, was " + time);
        }
    }
}
