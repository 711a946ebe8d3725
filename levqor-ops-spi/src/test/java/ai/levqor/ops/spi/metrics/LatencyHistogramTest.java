package ai.levqor.ops.spi.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.levqor.ops.spi.metrics.HistogramSource.HistogramSample;
import ai.levqor.ops.spi.metrics.LatencyHistogram.Bucket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("a histogram of latencies")
class LatencyHistogramTest {

    @Test
    @DisplayName("without requests has no percentiles, and is a sample of zero requests")
    void empty() {
        var sample = new HistogramSample(Instant.EPOCH, LatencyHistogram.NONE, Outcomes.NONE).sample();

        assertThat(LatencyHistogram.NONE.percentiles()).isEmpty();
        assertThat(sample).isEqualTo(new MetricsSample(Instant.EPOCH, 0, Optional.empty(), Outcomes.NONE));
    }

    @Test
    @DisplayName("tells the nearest-rank percentiles, each as the upper edge of its bucket")
    void percentiles() {
        var histogram = new LatencyHistogram(List.of(bucket(10, 50), bucket(20, 45), bucket(30, 4), bucket(40, 1)));

        assertThat(histogram.requests()).isEqualTo(100);
        assertThat(histogram.percentiles()).contains(percentiles(10, 20, 30));
    }

    @Test
    @DisplayName("merged with others has the percentiles of all requests together, whatever their edges")
    void merged() {
        var quick = new LatencyHistogram(List.of(bucket(10, 990)));
        var slow = new LatencyHistogram(List.of(bucket(10, 1), bucket(15, 1), bucket(900, 8)));

        var all = LatencyHistogram.merged(List.of(quick, slow, LatencyHistogram.NONE));

        assertThat(all.buckets()).containsExactly(bucket(10, 991), bucket(15, 1), bucket(900, 8));
        assertThat(all.percentiles()).contains(percentiles(10, 10, 10));
        assertThat(LatencyHistogram.merged(List.of(slow, slow)).percentiles()).contains(percentiles(900, 900, 900));
        assertThat(LatencyHistogram.merged(List.of())).isEqualTo(LatencyHistogram.NONE);
    }

    @Test
    @DisplayName("of fractions that add up with errors finds the rank all the same")
    void fractions() {
        var tenths = new LatencyHistogram(List.of(bucket(10, 0.1), bucket(20, 0.2), bucket(30, 0.7)));

        assertThat(tenths.requests()).isEqualTo(1);
        assertThat(tenths.percentiles()).contains(percentiles(30, 30, 30));
        assertThat(new LatencyHistogram(List.of(bucket(10, 0.4))).percentiles()).isEmpty();
    }

    @Test
    @DisplayName("whose edges do not rise, or whose counts are none, is a mistake")
    void mistakes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LatencyHistogram(List.of(bucket(20, 1), bucket(20, 1))))
                .withMessageContaining("rise");
        assertThatIllegalArgumentException().isThrownBy(() -> bucket(10, 0)).withMessageContaining("requests");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bucket(10, Double.NaN))
                .withMessageContaining("requests");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bucket(10, Double.POSITIVE_INFINITY))
                .withMessageContaining("requests");
        assertThatIllegalArgumentException().isThrownBy(() -> bucket(-1, 1)).withMessageContaining("upTo");
    }

    private static Bucket bucket(long millis, double requests) {
        return new Bucket(Duration.ofMillis(millis), requests);
    }

    private static LatencyPercentiles percentiles(long p50, long p95, long p99) {
        return new LatencyPercentiles(Duration.ofMillis(p50), Duration.ofMillis(p95), Duration.ofMillis(p99));
    }
}
