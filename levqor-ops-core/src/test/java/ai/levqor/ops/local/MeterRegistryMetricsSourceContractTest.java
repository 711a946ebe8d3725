package ai.levqor.ops.local;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.metrics.MetricsSource;
import ai.levqor.ops.spi.metrics.MetricsSourceContract;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;

class MeterRegistryMetricsSourceContractTest extends MetricsSourceContract {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final MetricsSource source = new MeterRegistryMetricsSource(registry);

    @BeforeEach
    void firstReading() {
        timer("200");
        assertThatThrownBy(source::sample)
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("first time");
    }

    @Override
    protected MetricsSource source() {
        return source;
    }

    @Override
    protected Clock clock() {
        return Clock.systemUTC();
    }

    @Override
    protected void givenRequests(int count, Duration latency, boolean failed) {
        var timer = timer(failed ? "503" : "200");
        for (var i = 0; i < count; i++) {
            timer.record(latency);
        }
    }

    /** A bucket of Micrometer's histogram is at most a third wide. */
    @Override
    protected double roundingUp() {
        return 0.34;
    }

    @Override
    protected Optional<Runnable> outage() {
        return Optional.of(registry::clear);
    }

    private Timer timer(String status) {
        return Timer.builder("http.server.requests")
                .tag("status", status)
                .publishPercentileHistogram()
                .register(registry);
    }
}
