package ai.levqor.ops.local;

import ai.levqor.ops.spi.metrics.MetricsSource;
import ai.levqor.ops.spi.metrics.MetricsSourceContract;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

class LatencyRecorderContractTest extends MetricsSourceContract {
    private final LatencyRecorder recorder = new LatencyRecorder(Clock.systemUTC(), System::nanoTime);

    @Override
    protected MetricsSource source() {
        return recorder;
    }

    @Override
    protected Clock clock() {
        return Clock.systemUTC();
    }

    @Override
    protected void givenRequests(int count, Duration latency, boolean failed) {
        for (var i = 0; i < count; i++) {
            recorder.record(latency.toNanos(), failed);
        }
    }

    @Override
    protected double roundingUp() {
        return 0.01;
    }

    @Override
    protected Optional<Runnable> outage() {
        return Optional.empty();
    }
}
