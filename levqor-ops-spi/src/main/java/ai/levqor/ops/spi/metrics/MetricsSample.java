package ai.levqor.ops.spi.metrics;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * The backend's signals at one moment.
 *
 * @param sampledAt when the source read them, by the same clock as the engine's; the engine calls an old sample unknown
 * @param requests requests in the latency window (60 s unless set otherwise), zero or more
 * @param latency their latency; empty exactly if there were no requests
 * @param outcomes successes and failures in the failure window (5 min unless set otherwise)
 */
public record MetricsSample(Instant sampledAt, long requests, Optional<LatencyPercentiles> latency, Outcomes outcomes) {

    public MetricsSample {
        requireNonNull(sampledAt, "sampledAt");
        requireNonNull(latency, "latency");
        requireNonNull(outcomes, "outcomes");
        if (requests < 0) {
            throw new IllegalArgumentException("requests must be >= 0, was " + requests);
        }
        if ((requests > 0) != latency.isPresent()) {
            throw new IllegalArgumentException(
                    "latency must be present exactly if there were requests, was " + latency + " for " + requests);
        }
    }
}
