package ai.levqor.ops.spi.metrics;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/** A {@link MetricsSource} that keeps a histogram, so that the percentiles of a whole fleet can be told from those of its instances. */
public interface HistogramSource extends MetricsSource {

    /**
     * Reads the signals as they are now, with the latency of all requests in the window. Threading, time and errors are those of
     * {@link #sample}.
     *
     * @throws ai.levqor.ops.spi.UnavailableException if they cannot be read now
     */
    HistogramSample histogram();

    @Override
    default MetricsSample sample() {
        return histogram().sample();
    }

    /**
     * The backend's signals at one moment.
     *
     * @param sampledAt when the source read them
     * @param latency of the requests in the latency window
     * @param outcomes successes and failures in the failure window
     */
    record HistogramSample(Instant sampledAt, LatencyHistogram latency, Outcomes outcomes) {

        public HistogramSample {
            requireNonNull(sampledAt, "sampledAt");
            requireNonNull(latency, "latency");
            requireNonNull(outcomes, "outcomes");
        }

        /** The same, with percentiles in the histogram's place. */
        public MetricsSample sample() {
            var percentiles = latency.percentiles();
            return new MetricsSample(sampledAt, percentiles.isEmpty() ? 0 : latency.requests(), percentiles, outcomes);
        }
    }
}
