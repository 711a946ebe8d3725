package ai.levqor.ops.engine.fleet;

import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.metrics.HistogramSource;
import ai.levqor.ops.spi.metrics.HistogramSource.HistogramSample;
import ai.levqor.ops.spi.metrics.LatencyHistogram;
import ai.levqor.ops.spi.metrics.LatencyHistogram.Bucket;
import ai.levqor.ops.spi.metrics.LatencyPercentiles;
import ai.levqor.ops.spi.metrics.MetricsSample;
import ai.levqor.ops.spi.metrics.MetricsSource;
import ai.levqor.ops.spi.queue.WorkerPool;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * What this instance sees by itself.
 *
 * @param metrics its requests
 * @param jobs the outcomes of its jobs, if {@code metrics} does not count them
 * @param workers its pool
 */
record OwnSignals(MetricsSource metrics, Optional<MetricsSource> jobs, Optional<WorkerPool> workers) {

    /** Reads them. What cannot be read is empty: the others shall know that it is unknown. */
    Read read() {
        var fault = Optional.<UnavailableException>empty();
        var sample = Optional.<HistogramSample>empty();
        try {
            sample = Optional.of(withJobs());
        } catch (UnavailableException e) {
            fault = Optional.of(e);
        }
        return new Read(new InstanceReport(size(), sample), fault);
    }

    private HistogramSample withJobs() {
        var sample = metrics instanceof HistogramSource source ? source.histogram() : asHistogram(metrics.sample());
        if (jobs.isEmpty()) {
            return sample;
        }
        return new HistogramSample(
                sample.sampledAt(),
                sample.latency(),
                sample.outcomes().plus(jobs.get().sample().outcomes()));
    }

    private OptionalInt size() {
        try {
            return workers.isPresent() ? OptionalInt.of(workers.get().size()) : OptionalInt.empty();
        } catch (UnavailableException e) {
            // The pool is asked by the observer too, which tells the fault.
            return OptionalInt.empty();
        }
    }

    /**
     * The steepest histogram that has these percentiles, moved up: half of the requests at P50, those up to 95 % at P95, the
     * others at P99. So a percentile of several such instances, up to the 95th, is never below the real one.
     */
    private static HistogramSample asHistogram(MetricsSample sample) {
        var latency = sample.latency()
                .map(percentiles -> steps(percentiles, sample.requests()))
                .orElse(LatencyHistogram.NONE);
        return new HistogramSample(sample.sampledAt(), latency, sample.outcomes());
    }

    private static LatencyHistogram steps(LatencyPercentiles percentiles, long requests) {
        var byEdge = new TreeMap<Duration, Double>();
        byEdge.merge(percentiles.p50(), requests * 0.50, Double::sum);
        byEdge.merge(percentiles.p95(), requests * 0.45, Double::sum);
        byEdge.merge(percentiles.p99(), requests * 0.05, Double::sum);
        List<Bucket> buckets = byEdge.entrySet().stream()
                .map(edge -> new Bucket(edge.getKey(), edge.getValue()))
                .toList();
        return new LatencyHistogram(buckets);
    }

    /**
     * What was read.
     *
     * @param fault why the metrics are unknown, if they are
     */
    record Read(InstanceReport report, Optional<UnavailableException> fault) {}
}
