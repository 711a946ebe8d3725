package ai.levqor.ops.policy.scale;

import java.time.Duration;
import java.util.Optional;

/**
 * How long requests take. A window without requests is known, and idle; it has no percentile.
 *
 * @param requests requests in the window, zero or more
 * @param p95 95 % of them took at most this; empty exactly if there were none
 */
public record Latency(long requests, Optional<Duration> p95) {

    /** A window without requests. */
    public static final Latency NO_REQUESTS = new Latency(0, Optional.empty());

    public Latency {
        if (requests < 0 || (requests > 0) != p95.isPresent()) {
            throw new IllegalArgumentException(
                    "p95 must be present exactly if requests > 0, was " + p95 + " for " + requests + " requests");
        }
        if (p95.isPresent() && p95.get().isNegative()) {
            throw new IllegalArgumentException("p95 must be >= 0, was " + p95.get());
        }
    }

    /** A window with requests. */
    public static Latency of(long requests, Duration p95) {
        return new Latency(requests, Optional.of(p95));
    }
}
