package ai.levqor.ops.local;

import ai.levqor.ops.spi.metrics.LatencyPercentiles;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Requests by the upper edge of their bucket, from histograms whose edges may differ. A percentile is the nearest-rank
 * one, reported as its upper edge: never below the real one.
 */
final class LatencyTally {
    /** Fractions of counts add up with errors; a rank may be missed by this share and still counts as reached. */
    private static final double ROUNDING = 1e-9;

    private final TreeMap<Long, Double> byEdge = new TreeMap<>();
    private double total;

    void add(double edgeNanos, double requests) {
        if (requests > 0) {
            byEdge.merge((long) Math.ceil(edgeNanos), requests, Double::sum);
            total += requests;
        }
    }

    void add(LatencyTally other) {
        other.byEdge.forEach(this::add);
    }

    long requests() {
        return Math.round(total);
    }

    Optional<LatencyPercentiles> percentiles() {
        return requests() == 0
                ? Optional.empty()
                : Optional.of(new LatencyPercentiles(percentile(0.50), percentile(0.95), percentile(0.99)));
    }

    private Duration percentile(double share) {
        var rank = total * (share - ROUNDING);
        var seen = 0.0;
        for (Map.Entry<Long, Double> bucket : byEdge.entrySet()) {
            seen += bucket.getValue();
            if (seen >= rank) {
                return Duration.ofNanos(bucket.getKey());
            }
        }
        return Duration.ofNanos(byEdge.lastKey());
    }
}
