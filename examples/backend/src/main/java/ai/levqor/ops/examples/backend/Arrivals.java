package ai.levqor.ops.examples.backend;

import java.util.SplittableRandom;

/**
 * Turns a rate into single arrivals, as random as those of many independent people: a Poisson process. Not safe for
 * many threads.
 */
final class Arrivals {
    private final SplittableRandom random;
    private double untilNext;

    /** Arrivals that are the same for the same seed and the same calls. */
    Arrivals(long seed) {
        this.random = new SplittableRandom(seed);
        this.untilNext = gap();
    }

    /**
     * How many arrive in a slice of time.
     *
     * @param ratePerSecond zero or more
     * @param seconds zero or more
     */
    int in(double ratePerSecond, double seconds) {
        untilNext -= ratePerSecond * seconds;
        var due = 0;
        while (untilNext <= 0) {
            untilNext += gap();
            due++;
        }
        return due;
    }

    private double gap() {
        return -Math.log1p(-random.nextDouble());
    }
}
