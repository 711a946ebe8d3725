package ai.levqor.ops.policy.scale;

import static java.util.Objects.requireNonNull;

import ai.levqor.ops.policy.Reading;
import java.time.Instant;

/**
 * All that a scale policy may look at.
 *
 * @param at the time of the observation
 * @param workers workers now, zero or more
 * @param latency of the requests in the window
 * @param queueDepth jobs that wait for a worker, zero or more; a backend that declares to have no queue reports 0
 * @param errorRate failures / all, from 0.0 to 1.0
 * @param spend what the backend costs
 */
public record ScaleObservation(
        Instant at,
        int workers,
        Reading<Latency> latency,
        Reading<Long> queueDepth,
        Reading<Double> errorRate,
        Reading<SpendLevel> spend) {

    public ScaleObservation {
        requireNonNull(at, "at");
        requireNonNull(latency, "latency");
        requireNonNull(queueDepth, "queueDepth");
        requireNonNull(errorRate, "errorRate");
        requireNonNull(spend, "spend");
        if (workers < 0) {
            throw new IllegalArgumentException("workers must be >= 0, was " + workers);
        }
        if (queueDepth instanceof Reading.Known<Long> depth && depth.measured() < 0) {
            throw new IllegalArgumentException("queueDepth must be >= 0, was " + depth.measured());
        }
        if (errorRate instanceof Reading.Known<Double> rate && !(rate.measured() >= 0 && rate.measured() <= 1)) {
            throw new IllegalArgumentException("errorRate must be in [0, 1], was " + rate.measured());
        }
    }
}
