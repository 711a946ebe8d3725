package ai.levqor.ops.local;

import ai.levqor.ops.spi.metrics.LatencyHistogram;
import ai.levqor.ops.spi.metrics.LatencyHistogram.Bucket;
import java.time.Duration;
import java.util.TreeMap;

/**
 * Requests by the upper edge of their bucket, from histograms whose edges may differ. A percentile is the nearest-rank
 * one, reported as its upper edge: never below the real one.
 */
final class LatencyTally {
    private final TreeMap<Long, Double> byEdge = new TreeMap<>();

    void add(double edgeNanos, double requests) {
        if (requests > 0) {
            byEdge.merge((long) Math.ceil(edgeNanos), requests, Double::sum);
        }
    }

    void add(LatencyTally other) {
        other.byEdge.forEach(this::add);
    }

    /** All that was added. */
    LatencyHistogram histogram() {
        return new LatencyHistogram(byEdge.entrySet().stream()
                .map(edge -> new Bucket(Duration.ofNanos(edge.getKey()), edge.getValue()))
                .toList());
    }
}
