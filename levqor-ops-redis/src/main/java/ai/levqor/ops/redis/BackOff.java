package ai.levqor.ops.redis;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;

/**
 * Keeps a server that cannot be reached from being tried by every call: after each failure in a row the next try waits twice
 * as long, from 100 ms to 5 s, give or take a quarter.
 *
 * <p><b>Threading:</b> safe for many threads.
 */
final class BackOff {
    private static final long FIRST = Duration.ofMillis(100).toNanos();
    private static final long LONGEST = Duration.ofSeconds(5).toNanos();

    private final LongSupplier ticker;
    private long wait; // guarded by this; 0 while all is well
    private long until; // guarded by this

    BackOff(LongSupplier ticker) {
        this.ticker = ticker;
    }

    /** How long the next try is to wait; zero if it may be now. */
    synchronized Duration left() {
        var left = wait == 0 ? 0 : until - ticker.getAsLong();
        return left > 0 ? Duration.ofNanos(left) : Duration.ZERO;
    }

    synchronized void failed() {
        wait = wait == 0 ? FIRST : Math.min(LONGEST, wait * 2);
        until = ticker.getAsLong() + (long) (wait * ThreadLocalRandom.current().nextDouble(0.75, 1.25));
    }

    synchronized void worked() {
        wait = 0;
    }
}
