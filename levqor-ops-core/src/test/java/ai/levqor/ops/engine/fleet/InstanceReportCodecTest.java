package ai.levqor.ops.engine.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.levqor.ops.spi.fleet.FleetBoard;
import ai.levqor.ops.spi.metrics.HistogramSource.HistogramSample;
import ai.levqor.ops.spi.metrics.LatencyHistogram;
import ai.levqor.ops.spi.metrics.LatencyHistogram.Bucket;
import ai.levqor.ops.spi.metrics.Outcomes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("what an instance tells of itself")
class InstanceReportCodecTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    @DisplayName("comes back as it was, dated by the reader's clock")
    void comesBack() {
        var report = new InstanceReport(OptionalInt.of(3), Optional.of(sample(NOW.minusSeconds(2))));
        var elsewhere = NOW.plusSeconds(3_600);

        var text = InstanceReportCodec.encode(report, NOW);
        var back = InstanceReportCodec.decode(text, elsewhere);

        assertThat(back.workers()).hasValue(3);
        assertThat(back.metrics()).contains(sample(elsewhere.minusSeconds(2)));
    }

    @Test
    @DisplayName("says so if something is unknown")
    void unknown() {
        var text = InstanceReportCodec.encode(new InstanceReport(OptionalInt.empty(), Optional.empty()), NOW);

        assertThat(InstanceReportCodec.decode(text, NOW))
                .isEqualTo(new InstanceReport(OptionalInt.empty(), Optional.empty()));
    }

    @Test
    @DisplayName("is never from the future, though its clock may be")
    void future() {
        var report = new InstanceReport(OptionalInt.empty(), Optional.of(sample(NOW.plusSeconds(60))));

        var back = InstanceReportCodec.decode(InstanceReportCodec.encode(report, NOW), NOW);

        assertThat(back.metrics().orElseThrow().sampledAt()).isEqualTo(NOW);
    }

    @Test
    @DisplayName("fits on a board with every bucket that there is")
    void fits() {
        var buckets = IntStream.rangeClosed(1, 2_000)
                .mapToObj(i -> new Bucket(Duration.ofNanos(i * 1_800_000_000L), 4_000_000_000.0))
                .toList();
        var all = new HistogramSample(NOW, new LatencyHistogram(buckets), new Outcomes(1L << 40, 1L << 39));

        var text = InstanceReportCodec.encode(new InstanceReport(OptionalInt.of(1), Optional.of(all)), NOW);

        assertThat(text.length()).isLessThanOrEqualTo(FleetBoard.MOST_BYTES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello",
                "{\"metrics\":{\"latency\":[-1,2]}}",
                "{\"metrics\":{\"latency\":[2,1,1,1]}}",
                "{\"metrics\":{\"total\":1,\"failures\":2}}"
            })
    @DisplayName("that makes no sense is refused")
    void nonsense(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> InstanceReportCodec.decode(text, NOW));
    }

    @Test
    @DisplayName("may say more than this version knows")
    void laterVersion() {
        assertThat(InstanceReportCodec.decode("{\"workers\":2,\"mood\":\"good\"}", NOW))
                .isEqualTo(new InstanceReport(OptionalInt.of(2), Optional.empty()));
    }

    private static HistogramSample sample(Instant at) {
        return new HistogramSample(
                at,
                new LatencyHistogram(
                        List.of(new Bucket(Duration.ofMillis(10), 7), new Bucket(Duration.ofMillis(25), 0.5))),
                new Outcomes(9, 2));
    }
}
