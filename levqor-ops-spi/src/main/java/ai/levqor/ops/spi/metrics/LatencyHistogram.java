package ai.levqor.ops.spi.metrics;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How many requests took how long. Histograms of several instances {@linkplain #merged merge}, whatever their edges: the
 * percentiles of what is merged are those of all requests together, which no average of percentiles is.
 *
 * @param buckets requests above the edge of the bucket before and up to their own, edges rising
 */
public record LatencyHistogram(List<Bucket> buckets) {
    /** No requests. */
    public static final LatencyHistogram NONE = new LatencyHistogram(List.of());

    /** Fractions of counts add up with errors; a rank may be missed by this share and still counts as reached. */
    private static final double ROUNDING = 1e-9;

    public LatencyHistogram {
        buckets = List.copyOf(buckets);
        for (int i = 1; i < buckets.size(); i++) {
            if (buckets.get(i).upTo().compareTo(buckets.get(i - 1).upTo()) <= 0) {
                throw new IllegalArgumentException("edges must rise, were "
                        + buckets.get(i - 1).upTo() + " and " + buckets.get(i).upTo());
            }
        }
    }

    /** All requests of these together. */
    public static LatencyHistogram merged(Collection<LatencyHistogram> histograms) {
        var byEdge = new TreeMap<Duration, Double>();
        histograms.forEach(
                each -> each.buckets.forEach(bucket -> byEdge.merge(bucket.upTo, bucket.requests, Double::sum)));
        return new LatencyHistogram(byEdge.entrySet().stream()
                .map(edge -> new Bucket(edge.getKey(), edge.getValue()))
                .toList());
    }

    /** How many requests there are, to the nearest whole number. */
    public long requests() {
        return Math.round(total());
    }

    /**
     * The nearest-rank percentiles, each reported as the upper edge of its bucket: never below the real one. Empty if there
     * are no requests.
     */
    public Optional<LatencyPercentiles> percentiles() {
        return requests() == 0
                ? Optional.empty()
                : Optional.of(new LatencyPercentiles(percentile(0.50), percentile(0.95), percentile(0.99)));
    }

    private Duration percentile(double share) {
        var rank = total() * (share - ROUNDING);
        var seen = 0.0;
        for (var bucket : buckets) {
            seen += bucket.requests;
            if (seen >= rank) {
                return bucket.upTo;
            }
        }
        return buckets.get(buckets.size() - 1).upTo;
    }

    private double total() {
        return buckets.stream().mapToDouble(Bucket::requests).sum();
    }

    /**
     * Requests of like latency.
     *
     * @param upTo the longest that one of them may have taken, zero or more
     * @param requests how many; above zero, a fraction where a source can tell no better
     */
    public record Bucket(Duration upTo, double requests) {

        public Bucket {
            if (upTo.isNegative()) {
                throw new IllegalArgumentException("upTo must be >= 0, was " + upTo);
            }
            if (!(requests > 0) || Double.isInfinite(requests)) {
                throw new IllegalArgumentException("requests must be > 0, was " + requests);
            }
        }
    }
}
