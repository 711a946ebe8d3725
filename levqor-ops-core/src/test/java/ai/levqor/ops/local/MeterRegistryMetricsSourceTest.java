package ai.levqor.ops.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.metrics.LatencyPercentiles;
import ai.levqor.ops.spi.metrics.MetricsSample;
import ai.levqor.ops.spi.metrics.Outcomes;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.cumulative.CumulativeTimer;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.distribution.pause.PauseDetector;
import io.micrometer.core.instrument.simple.CountingMode;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeterRegistryMetricsSourceTest {
    private static final Duration TICK = Duration.ofSeconds(15);

    private final ManualTime time = new ManualTime();
    private final MockClock mock = new MockClock();
    private final MeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final MeterRegistryMetricsSource source = over(prometheus);

    @Test
    @DisplayName("a missing timer is a fault that names it, never an idle backend")
    void missingTimerIsAFault() {
        assertThatThrownBy(source::sample)
                .isInstanceOf(UnavailableException.class)
                .hasMessage("the registry has no timer http.server.requests (yet)");
    }

    @Test
    @DisplayName("a timer without histogram and percentiles is a fault that names the settings to turn on")
    void plainTimerIsAFault() {
        Timer.builder("http.server.requests").register(prometheus);

        assertThatThrownBy(source::sample)
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("management.metrics.distribution.percentiles-histogram.http.server.requests=true")
                .hasMessageContaining("management.metrics.distribution.percentiles.http.server.requests=0.5,0.95,0.99");
    }

    @Test
    @DisplayName("timers of all tags are one: 5xx by status, and server errors by outcome, are the failures")
    void tagsAreMerged() {
        var answers = histogram("uri", "/a", "status", "200");
        var misses = histogram("uri", "/b", "status", "404");
        var broken = histogram("uri", "/a", "status", "503");
        var failed = histogram("uri", "/c", "outcome", "SERVER_ERROR");
        givenFirstReading();

        recordAll(answers, 10, 20);
        recordAll(misses, 3, 20);
        recordAll(broken, 2, 20);
        recordAll(failed, 1, 20);
        var sample = nextSample();

        assertThat(sample.requests()).isEqualTo(16);
        assertThat(sample.outcomes()).isEqualTo(new Outcomes(16, 3));
    }

    @ParameterizedTest(name = "all requests at {0} us are reported as {1} us")
    @CsvSource({"40000, 40000", "39000, 40000", "150000, 150000", "150100, 200000", "900000, 900000"})
    @DisplayName("objectives at the limits of a policy put the percentiles on the limits' right side")
    void objectivesAreEdges(long micros, long reported) {
        var timer = objectives(prometheus);
        givenFirstReading();

        for (var i = 0; i < 100; i++) {
            timer.record(micros, TimeUnit.MICROSECONDS);
        }
        var latency = nextSample().latency().orElseThrow();

        var expected = Duration.ofNanos(reported * 1_000);
        assertThat(latency).isEqualTo(new LatencyPercentiles(expected, expected, expected));
    }

    @Test
    @DisplayName("what the timer counted before the first reading is not in any window")
    void pastIsNotCounted() {
        var timer = histogram();
        recordAll(timer, 1_000, 5_000);
        givenFirstReading();

        recordAll(timer, 10, 20);
        var sample = nextSample();

        assertThat(sample.requests()).isEqualTo(10);
        assertThat(sample.outcomes()).isEqualTo(new Outcomes(10, 0));
        assertThat(sample.latency().orElseThrow().p99()).isLessThan(Duration.ofMillis(30));
    }

    @Test
    @DisplayName("requests leave the latency window, and failures the failure window, one sample late at most")
    void windowsSlide() {
        var timer = histogram("status", "500");
        givenFirstReading();
        recordAll(timer, 10, 20);
        nextSample();

        var at60s = samplesUntil(Duration.ofSeconds(60).minus(TICK));
        var at75s = nextSample();
        var at300s = samplesUntil(Duration.ofSeconds(300 - 75));
        var at315s = nextSample();

        assertThat(at60s.requests()).isEqualTo(10);
        assertThat(at75s.requests()).isZero();
        assertThat(at75s.latency()).isEmpty();
        assertThat(at300s.outcomes()).isEqualTo(new Outcomes(10, 10));
        assertThat(at315s.outcomes()).isEqualTo(Outcomes.NONE);
    }

    @Test
    @DisplayName("frequent samples count every request once, and hold it as long")
    void frequentSamples() {
        var timer = histogram();
        givenFirstReading();

        var sample = source.sample();
        for (var i = 0; i < 3_000; i++) {
            timer.record(Duration.ofMillis(20));
            time.advance(Duration.ofMillis(10));
            sample = source.sample();
        }

        assertThat(sample.requests()).isEqualTo(3_000);
        assertThat(samplesUntil(Duration.ofSeconds(75)).requests()).isZero();
    }

    @Test
    @DisplayName("a timer that appears between two samples is counted from its start")
    void newTimerIsCounted() {
        histogram("uri", "/a");
        givenFirstReading();

        recordAll(histogram("uri", "/b"), 5, 20);

        assertThat(nextSample().requests()).isEqualTo(5);
    }

    @Test
    @DisplayName("a timer that was removed and began anew is counted from its start, and nothing goes below zero")
    void resetTimerIsCounted() {
        var timer = histogram("uri", "/a", "status", "500");
        recordAll(timer, 100, 20);
        givenFirstReading();
        prometheus.remove(timer);

        recordAll(histogram("uri", "/a", "status", "500"), 7, 20);
        var sample = nextSample();

        assertThat(sample.requests()).isEqualTo(7);
        assertThat(sample.outcomes()).isEqualTo(new Outcomes(7, 7));
    }

    @Test
    @DisplayName("after a gap longer than the failure window the source starts again, with a fault")
    void longGapStartsAgain() {
        var timer = histogram();
        givenFirstReading();
        recordAll(timer, 1_000, 20);
        time.advance(Duration.ofMinutes(5).plusNanos(1));

        assertThatThrownBy(source::sample).isInstanceOf(UnavailableException.class);
        recordAll(timer, 10, 20);

        assertThat(nextSample().requests()).isEqualTo(10);
    }

    @Test
    @DisplayName("requests longer than the histogram's last bucket are reported as the longest")
    void beyondTheLastBucket() {
        var timer = objectives(prometheus);
        givenFirstReading();

        recordAll(timer, 90, 20);
        recordAll(timer, 10, 2_000);
        var latency = nextSample().latency().orElseThrow();

        assertThat(latency.p50()).isEqualTo(Duration.ofMillis(40));
        assertThat(latency.p95()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    @DisplayName("without a histogram, the percentiles the timer publishes are taken")
    void publishedPercentiles() {
        var registry = new SimpleMeterRegistry();
        var percentiles = over(registry);
        var timer = Timer.builder("http.server.requests")
                .publishPercentiles(0.99, 0.5, 0.95)
                .percentilePrecision(3)
                .register(registry);
        assertThatThrownBy(percentiles::sample).hasMessageContaining("first time");

        recordAll(timer, 90, 20);
        recordAll(timer, 8, 100);
        recordAll(timer, 2, 1_000);
        time.advance(TICK);
        var sample = percentiles.sample();

        assertThat(sample.requests()).isEqualTo(100);
        var latency = sample.latency().orElseThrow();
        assertThat(latency.p50()).isBetween(Duration.ofMillis(19), Duration.ofMillis(21));
        assertThat(latency.p95()).isBetween(Duration.ofMillis(99), Duration.ofMillis(101));
        assertThat(latency.p99()).isBetween(Duration.ofMillis(990), Duration.ofMillis(1_010));
    }

    @Test
    @DisplayName("published percentiles of a fast and a slow timer combine to an upper bound, by their traffic")
    void publishedPercentilesCombine() {
        var registry = new SimpleMeterRegistry();
        var percentiles = over(registry);
        var builder = Timer.builder("http.server.requests").publishPercentiles(0.5, 0.95, 0.99);
        var fast = builder.tag("uri", "/fast").register(registry);
        var slow = builder.tag("uri", "/slow").register(registry);
        assertThatThrownBy(percentiles::sample).hasMessageContaining("first time");

        recordAll(fast, 980, 10);
        recordAll(slow, 20, 1_000);
        time.advance(TICK);
        var latency = percentiles.sample().latency().orElseThrow();

        assertThat(latency.p95()).isBetween(Duration.ofMillis(9), Duration.ofMillis(11));
        assertThat(latency.p99()).isBetween(Duration.ofMillis(900), Duration.ofMillis(1_100));
    }

    @Test
    @DisplayName("published percentiles that were forgotten before they were read are a fault, not a latency of zero")
    void forgottenPercentilesAreAFault() {
        var registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, mock);
        var percentiles = over(registry);
        var timer = Timer.builder("http.server.requests")
                .publishPercentiles(0.5, 0.95, 0.99)
                .register(registry);
        assertThatThrownBy(percentiles::sample).hasMessageContaining("first time");

        recordAll(timer, 10, 20);
        mock.add(Duration.ofHours(1));
        assertThatThrownBy(percentiles::sample)
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("cover less time");
        recordAll(timer, 5, 20);

        assertThat(percentiles.sample().outcomes()).isEqualTo(new Outcomes(15, 0));
    }

    @Test
    @DisplayName("requests beyond the last bucket are counted even when the timer has forgotten how long they took")
    void beyondTheLastBucketIsNeverLost() {
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, new PrometheusRegistry(), mock);
        var slow = over(registry);
        var timer = objectives(registry);
        assertThatThrownBy(slow::sample).hasMessageContaining("first time");

        recordAll(timer, 10, 2_000);
        mock.add(Duration.ofHours(1));
        var sample = slow.sample();

        assertThat(sample.requests()).isEqualTo(10);
        assertThat(sample.latency().orElseThrow().p95()).isEqualTo(Duration.ofMillis(200));
    }

    @Test
    @DisplayName("a histogram over a window of its own cannot be compared: a fault that names what to turn on")
    void windowedHistogramIsAFault() {
        var registry = new SimpleMeterRegistry();
        objectives(registry);

        assertThatThrownBy(over(registry)::sample).hasMessageContaining("publishPercentiles(0.5, 0.95, 0.99)");
    }

    @Test
    @DisplayName("a histogram that turns out to forget is not gone by any more")
    void forgetfulHistogramIsAFault() {
        var registry = new ForgetfulRegistry(mock);
        var forgetful = over(registry);
        var timer = objectives(registry);
        assertThatThrownBy(forgetful::sample).hasMessageContaining("first time");
        recordAll(timer, 10, 20);
        time.advance(TICK);
        assertThat(forgetful.sample().requests()).isEqualTo(10);

        mock.add(Duration.ofHours(1));
        recordAll(timer, 1, 20);

        assertThatThrownBy(forgetful::sample)
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("publishes no percentiles");
    }

    @Test
    @DisplayName("a registry that starts anew with every step is a fault that says so")
    void stepRegistryIsAFault() {
        var registry = new SimpleMeterRegistry(
                new SimpleConfig() {
                    @Override
                    public @Nullable String get(String key) {
                        return key.equals("simple.mode") ? CountingMode.STEP.name() : null;
                    }
                },
                new MockClock());
        objectives(registry);

        assertThatThrownBy(over(registry)::sample)
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("starts anew with every step");
    }

    @Test
    @DisplayName("of a composite registry, the part that can tell is read")
    void compositeIsReadWhereItCanTell() {
        var composite = new CompositeMeterRegistry().add(new SimpleMeterRegistry());
        composite.add(prometheus);
        composite.add(new SimpleMeterRegistry());
        var parts = over(composite);
        var timer = objectives(composite);
        assertThatThrownBy(parts::sample).hasMessageContaining("first time");

        recordAll(timer, 10, 20);
        time.advance(TICK);
        var sample = parts.sample();

        assertThat(sample.requests()).isEqualTo(10);
        assertThat(sample.latency().orElseThrow().p95()).isEqualTo(Duration.ofMillis(40));
    }

    private MeterRegistryMetricsSource over(MeterRegistry registry) {
        return new MeterRegistryMetricsSource(registry, "http.server.requests", time, time, Windows.DEFAULTS);
    }

    private void givenFirstReading() {
        assertThatThrownBy(source::sample).hasMessageContaining("first time");
    }

    private MetricsSample nextSample() {
        time.advance(TICK);
        return source.sample();
    }

    private MetricsSample samplesUntil(Duration later) {
        for (var passed = TICK; passed.compareTo(later) < 0; passed = passed.plus(TICK)) {
            nextSample();
        }
        return nextSample();
    }

    private Timer histogram(String... tags) {
        return Timer.builder("http.server.requests")
                .tags(tags)
                .publishPercentileHistogram()
                .register(prometheus);
    }

    private static Timer objectives(MeterRegistry registry) {
        return Timer.builder("http.server.requests")
                .serviceLevelObjectives(Duration.ofMillis(40), Duration.ofMillis(150), Duration.ofMillis(200))
                .register(registry);
    }

    private static void recordAll(Timer timer, int count, long millis) {
        for (var i = 0; i < count; i++) {
            timer.record(millis, TimeUnit.MILLISECONDS);
        }
    }

    /** Its timers keep a windowed histogram, and their class does not tell. */
    private static final class ForgetfulRegistry extends SimpleMeterRegistry {
        ForgetfulRegistry(MockClock clock) {
            super(SimpleConfig.DEFAULT, clock);
        }

        @Override
        protected Timer newTimer(Meter.Id id, DistributionStatisticConfig config, PauseDetector pauses) {
            return new CumulativeTimer(
                    id, clock, config.merge(DistributionStatisticConfig.DEFAULT), pauses, TimeUnit.SECONDS, false) {};
        }
    }
}
