package ai.levqor.ops.examples.backend;

import java.time.Duration;

/** How many requests a second arrive, as a function of time. Safe for many threads. */
@FunctionalInterface
interface LoadShape {

    /**
     * The arrival rate at one moment.
     *
     * @param sinceStart zero or more
     * @return requests per second, zero or more, finite
     */
    double ratePerSecond(Duration sinceStart);
}
