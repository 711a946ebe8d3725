package ai.levqor.ops.local;

import static java.util.Objects.requireNonNull;

import ai.levqor.ops.spi.metrics.HistogramSource;
import ai.levqor.ops.spi.metrics.LatencyHistogram;
import ai.levqor.ops.spi.metrics.LatencyHistogram.Bucket;
import ai.levqor.ops.spi.metrics.LatencyPercentiles;
import ai.levqor.ops.spi.metrics.MetricsSample;
import ai.levqor.ops.spi.metrics.MetricsSource;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Counts requests and jobs as they end, and reports latency and failures over sliding windows.
 *
 * <p><b>Precision:</b> every request and job is counted exactly once. It stays in the latency window for the window's
 * time and at most a 15th of it longer (60 s to 64 s), in the failure window at most a 63rd longer. A percentile is the
 * nearest-rank one, rounded up by at most 1 %, in the range from 1 us to 1 h. A limit of two digits (40 ms, 150 ms), or
 * of three that ends in 5, is never crossed by this rounding: the reported percentile exceeds it exactly if the real one
 * does.
 *
 * <p><b>Threading:</b> safe for many threads. To record takes no lock and allocates nothing. <b>Time:</b> windows move
 * with the ticker alone; the clock only dates the samples. <b>Memory:</b> half a megabyte, whatever the traffic.
 */
public final class LatencyRecorder implements HistogramSource {
    private static final int LATENCY_SLOTS = 16;

    private final Clock clock;
    private final LongSupplier ticker;
    private final long origin;
    private final SlidingCounts latencies;
    private final OutcomeCounts requests;
    private final OutcomeCounts jobs;

    /** A recorder with the default windows: 60 s for latency, 5 min for failures. */
    public LatencyRecorder(Clock clock, LongSupplier ticker) {
        this(clock, ticker, Windows.DEFAULTS);
    }

    /**
     * A recorder that has counted nothing yet.
     *
     * @param clock dates the samples
     * @param ticker elapsed time in nanoseconds that never goes back, as {@link System#nanoTime}
     * @param latencyWindow over which requests and their latency are reported, 1 s to 1 h
     * @param failureWindow over which successes and failures are reported, 1 s to 1 h
     */
    public LatencyRecorder(Clock clock, LongSupplier ticker, Duration latencyWindow, Duration failureWindow) {
        this(clock, ticker, new Windows(latencyWindow, failureWindow));
    }

    private LatencyRecorder(Clock clock, LongSupplier ticker, Windows windows) {
        this.clock = requireNonNull(clock, "clock");
        this.ticker = requireNonNull(ticker, "ticker");
        this.origin = ticker.getAsLong();
        this.latencies = new SlidingCounts(LatencyBuckets.count(), windows.latency(), LATENCY_SLOTS);
        this.requests = new OutcomeCounts(windows.failure());
        this.jobs = new OutcomeCounts(windows.failure());
    }

    /**
     * Counts a request that has just ended.
     *
     * @param elapsedNanos how long it took; less than zero counts as zero
     * @param failed whether it ended in an HTTP 5xx answer or an exception
     */
    public void record(long elapsedNanos, boolean failed) {
        var now = now();
        latencies.increment(LatencyBuckets.indexOf(elapsedNanos), now);
        requests.increment(failed, now);
    }

    /**
     * Counts a job that has just ended. Jobs have a part in the outcomes, none in requests and latency.
     *
     * @param failed whether it threw
     */
    public void recordJob(boolean failed) {
        jobs.increment(failed, now());
    }

    /** Requests, their latency, and the outcomes of requests and jobs. Never fails. */
    @Override
    public MetricsSample sample() {
        var now = now();
        var counts = counts(now);
        var total = LongStream.of(counts).sum();
        var latency = total == 0
                ? Optional.<LatencyPercentiles>empty()
                : Optional.of(new LatencyPercentiles(
                        percentile(50, counts, total), percentile(95, counts, total), percentile(99, counts, total)));
        return new MetricsSample(
                clock.instant(), total, latency, requests.in(now).plus(jobs.in(now)));
    }

    /** As {@link #sample}, with the latency of all requests in the window. Never fails. */
    @Override
    public HistogramSample histogram() {
        var now = now();
        var counts = counts(now);
        var buckets = IntStream.range(0, counts.length)
                .filter(bucket -> counts[bucket] > 0)
                .mapToObj(bucket ->
                        new Bucket(Duration.ofNanos(LatencyBuckets.upperEdge(bucket)), (double) counts[bucket]))
                .toList();
        return new HistogramSample(
                clock.instant(), new LatencyHistogram(buckets), requests.in(now).plus(jobs.in(now)));
    }

    private long[] counts(long now) {
        var counts = new long[LatencyBuckets.count()];
        for (var bucket = 0; bucket < counts.length; bucket++) {
            counts[bucket] = latencies.sum(bucket, now);
        }
        return counts;
    }

    /**
     * The jobs alone: their outcomes, no requests and no latency. For a host whose request metrics come from another
     * source.
     */
    public MetricsSource jobs() {
        return () -> new MetricsSample(clock.instant(), 0, Optional.empty(), jobs.in(now()));
    }

    private long now() {
        return ticker.getAsLong() - origin;
    }

    private static Duration percentile(int percent, long[] counts, long total) {
        var rank = (total * percent + 99) / 100;
        var bucket = 0;
        for (var seen = counts[0]; seen < rank; seen += counts[bucket]) {
            bucket++;
        }
        return Duration.ofNanos(LatencyBuckets.upperEdge(bucket));
    }
}
