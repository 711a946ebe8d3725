package ai.levqor.ops.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.levqor.ops.spi.metrics.LatencyPercentiles;
import ai.levqor.ops.spi.metrics.Outcomes;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LatencyRecorderTest {
    private static final long MILLISECOND = 1_000_000;

    private final ManualTime time = new ManualTime();
    private final LatencyRecorder recorder = new LatencyRecorder(time, time);

    @Test
    @DisplayName("a backend without traffic is known to be idle: no requests, no latency, no outcomes")
    void idleIsKnown() {
        var sample = recorder.sample();

        assertThat(sample.requests()).isZero();
        assertThat(sample.latency()).isEmpty();
        assertThat(sample.outcomes()).isEqualTo(Outcomes.NONE);
        assertThat(sample.sampledAt()).isEqualTo(time.instant());
    }

    @ParameterizedTest(name = "all requests at {0} us are reported as {1} us")
    @CsvSource({"150000, 150000", "40000, 40000", "150100, 151000", "39950, 40000", "39900, 40000", "39800, 40000"})
    @DisplayName("a constant latency is reported on its own side of a round limit")
    void limitsAreEdges(long micros, long reported) {
        recordAll(LongStream.generate(() -> micros * 1_000).limit(1_000));

        var latency = recorder.sample().latency().orElseThrow();

        assertThat(latency.p50()).isEqualTo(Duration.ofNanos(reported * 1_000));
        assertThat(latency.p95()).isEqualTo(latency.p50());
        assertThat(latency.p99()).isEqualTo(latency.p50());
    }

    @Test
    @DisplayName("percentiles are nearest-rank: of 100 requests, the 50th, the 95th and the 99th")
    void percentilesAreNearestRank() {
        recordAll(LongStream.rangeClosed(1, 100).map(ms -> ms * MILLISECOND));

        assertThat(recorder.sample().latency())
                .contains(new LatencyPercentiles(Duration.ofMillis(50), Duration.ofMillis(95), Duration.ofMillis(99)));
    }

    @Property
    void percentilesAreTheExactOnesRoundedUpByOnePercentAtMost(
            @ForAll @NotEmpty List<@LongRange(min = 1_000, max = 3_600_000_000_000L) Long> elapsed) {
        var recorder = new LatencyRecorder(time, time);
        elapsed.forEach(nanos -> recorder.record(nanos, false));
        var nanos = elapsed.stream().sorted().toList();

        var latency = recorder.sample().latency().orElseThrow();

        assertRoundedUp(latency.p50(), nearestRank(nanos, 50));
        assertRoundedUp(latency.p95(), nearestRank(nanos, 95));
        assertRoundedUp(latency.p99(), nearestRank(nanos, 99));
    }

    @Test
    @DisplayName("requests and jobs are counted in the outcomes, jobs not in the requests")
    void outcomesHoldRequestsAndJobs() {
        recorder.record(MILLISECOND, false);
        recorder.record(MILLISECOND, true);
        recorder.recordJob(false);
        recorder.recordJob(true);
        recorder.recordJob(true);

        var sample = recorder.sample();
        var jobs = recorder.jobs().sample();

        assertThat(sample.requests()).isEqualTo(2);
        assertThat(sample.outcomes()).isEqualTo(new Outcomes(5, 3));
        assertThat(jobs.requests()).isZero();
        assertThat(jobs.latency()).isEmpty();
        assertThat(jobs.outcomes()).isEqualTo(new Outcomes(3, 2));
    }

    @Test
    @DisplayName("a request stays for the whole latency window, whenever it came, and is gone a slice later")
    void latencyWindowSlides() {
        for (var second = 0; second < 8; second++) {
            recorder.record(MILLISECOND, false);
            time.advance(Duration.ofSeconds(60));
            var afterTheWindow = recorder.sample().requests();
            time.advance(Duration.ofSeconds(4));

            assertThat(afterTheWindow).as("60 s after second %d", second).isEqualTo(1);
            assertThat(recorder.sample().requests())
                    .as("64 s after second %d", second)
                    .isZero();
            time.advance(Duration.ofSeconds(1));
        }
    }

    @Test
    @DisplayName("a failure stays for the whole failure window after its request left the latency window")
    void failureWindowSlides() {
        recorder.record(MILLISECOND, true);
        time.advance(Duration.ofMinutes(5));
        var afterTheWindow = recorder.sample();
        time.advance(Duration.ofSeconds(5));

        assertThat(afterTheWindow.requests()).isZero();
        assertThat(afterTheWindow.outcomes()).isEqualTo(new Outcomes(1, 1));
        assertThat(recorder.sample().outcomes()).isEqualTo(Outcomes.NONE);
    }

    @ParameterizedTest
    @ValueSource(longs = {65, 128, 3_600, 86_400, 31_536_000})
    @DisplayName("a ticker that jumps far ahead leaves nothing of the past behind")
    void jumpAheadEmptiesTheWindow(long seconds) {
        recordAll(LongStream.range(0, 1_000).map(i -> i * MILLISECOND));
        time.advance(Duration.ofSeconds(seconds));
        recorder.record(2 * MILLISECOND, false);

        var sample = recorder.sample();

        assertThat(sample.requests()).isEqualTo(1);
        assertThat(sample.latency().orElseThrow().p50()).isEqualTo(Duration.ofMillis(2));
    }

    @ParameterizedTest
    @ValueSource(longs = {-86_400, 86_400})
    @DisplayName("a wall clock that jumps dates the sample and moves no window")
    void wallClockMovesNoWindow(long seconds) {
        recorder.record(MILLISECOND, false);
        time.jumpWallClock(Duration.ofSeconds(seconds));

        var sample = recorder.sample();

        assertThat(sample.requests()).isEqualTo(1);
        assertThat(sample.sampledAt()).isEqualTo(time.instant());
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, Long.MAX_VALUE - 1})
    @DisplayName("the ticker may start anywhere, and overflow")
    void tickerHasNoOrigin(long start) {
        var overflowing = new ManualTime(start);
        var late = new LatencyRecorder(overflowing, overflowing);

        late.record(MILLISECOND, false);
        overflowing.advance(Duration.ofSeconds(30));
        late.record(MILLISECOND, false);

        assertThat(late.sample().requests()).isEqualTo(2);
    }

    @Test
    @DisplayName("windows shorter than a second or longer than an hour are refused by name")
    void windowsHaveARange() {
        assertThatThrownBy(() -> new LatencyRecorder(time, time, Duration.ofMillis(999), Duration.ofMinutes(5)))
                .hasMessage("latency window must be from 1 s to 1 h, was PT0.999S");
        assertThatThrownBy(() -> new LatencyRecorder(time, time, Duration.ofSeconds(60), Duration.ofSeconds(3_601)))
                .hasMessage("failure window must be from 1 s to 1 h, was PT1H1S");
    }

    private void recordAll(LongStream nanos) {
        nanos.forEach(elapsed -> recorder.record(elapsed, false));
    }

    private static long nearestRank(List<Long> sorted, int percent) {
        return sorted.get((sorted.size() * percent + 99) / 100 - 1);
    }

    private static void assertRoundedUp(Duration reported, long exact) {
        assertThat(reported.toNanos()).isBetween(exact, exact + exact / 100 + 1);
    }
}
