package ai.levqor.ops.local;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import ai.levqor.ops.spi.UnavailableException;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.cumulative.CumulativeTimer;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.distribution.ValueAtPercentile;
import java.util.Comparator;
import java.util.List;

/**
 * What a timer says at one moment.
 *
 * @param failed whether it times failed requests
 * @param count all requests so far
 * @param buckets how many of them took at most so long, rising; empty if the timer has no histogram of all requests
 * @param percentiles over a window of the timer's own, rising; empty if it has none
 * @param maxNanos the longest of late
 */
record TimerReading(
        boolean failed, long count, List<CountAtBucket> buckets, List<ValueAtPercentile> percentiles, double maxNanos) {
    private static final double NEEDED_PERCENTILE = 0.95;

    TimerReading {
        buckets = List.copyOf(buckets);
        percentiles = percentiles.stream()
                .sorted(Comparator.comparingDouble(ValueAtPercentile::percentile))
                .toList();
    }

    static TimerReading of(Timer timer) {
        var snapshot = timer.takeSnapshot();
        // This very class keeps its histogram over a window of its own; some of its subclasses remember all.
        var forgets = timer.getClass() == CumulativeTimer.class;
        return new TimerReading(
                isOfFailures(timer),
                snapshot.count(),
                forgets ? List.of() : List.of(snapshot.histogramCounts()),
                List.of(snapshot.percentileValues()),
                snapshot.max(NANOSECONDS));
    }

    /** Whether its latency can be told. */
    boolean hasLatency() {
        return !buckets.isEmpty()
                || percentiles.stream().anyMatch(percentile -> percentile.percentile() >= NEEDED_PERCENTILE);
    }

    /** This one without its histogram. */
    TimerReading withoutBuckets() {
        return new TimerReading(failed, count, List.of(), percentiles, maxNanos);
    }

    /** How this counter would have begun. */
    TimerReading atStart() {
        var empty = buckets.stream()
                .map(bucket -> new CountAtBucket(bucket.bucket(), 0))
                .toList();
        return new TimerReading(failed, 0, empty, percentiles, 0);
    }

    /** Whether this is a later reading of the same counter, which has not begun anew. */
    boolean continues(TimerReading before) {
        return count >= before.count && buckets.size() == before.buckets.size();
    }

    /** Whether the histogram lost requests since the reading before: it keeps a window of its own. */
    boolean forgot(TimerReading before) {
        for (var i = 0; i < buckets.size(); i++) {
            if (buckets.get(i).count() < before.buckets.get(i).count()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Adds the latency of the requests since the reading before, which this one {@linkplain #continues}.
     *
     * @throws UnavailableException if the timer has forgotten it
     */
    void addSince(TimerReading before, LatencyTally tally) {
        if (buckets.isEmpty()) {
            addByPercentiles(count - before.count, tally);
        } else {
            addByBuckets(before, tally);
        }
    }

    private void addByBuckets(TimerReading before, LatencyTally tally) {
        var below = 0.0;
        for (var i = 0; i < buckets.size(); i++) {
            var upTo = buckets.get(i).count() - before.buckets.get(i).count();
            tally.add(buckets.get(i).bucket(NANOSECONDS), upTo - below);
            below = Math.max(below, upTo);
        }
        tally.add(Math.max(lastEdge(), maxNanos), beyond() - before.beyond());
    }

    /** Requests longer than the last bucket: they are in the count alone. */
    private double beyond() {
        return Math.max(0, count - buckets.get(buckets.size() - 1).count());
    }

    private double lastEdge() {
        return buckets.get(buckets.size() - 1).bucket(NANOSECONDS);
    }

    private void addByPercentiles(long requests, LatencyTally tally) {
        var longest = maxNanos;
        for (var percentile : percentiles) {
            longest = Math.max(longest, percentile.value(NANOSECONDS));
        }
        if (requests > 0 && longest == 0) {
            throw new UnavailableException("the timer's percentiles cover less time than lies between two samples");
        }
        var below = 0.0;
        for (var percentile : percentiles) {
            tally.add(percentile.value(NANOSECONDS), (percentile.percentile() - below) * requests);
            below = percentile.percentile();
        }
        tally.add(longest, (1 - below) * requests);
    }

    private static boolean isOfFailures(Timer timer) {
        var status = timer.getId().getTag("status");
        return (status != null && status.startsWith("5"))
                || "SERVER_ERROR".equals(timer.getId().getTag("outcome"));
    }
}
