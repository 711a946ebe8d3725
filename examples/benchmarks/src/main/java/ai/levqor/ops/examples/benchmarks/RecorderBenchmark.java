package ai.levqor.ops.examples.benchmarks;

import ai.levqor.ops.local.LatencyRecorder;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What counting one request costs: the recorder, and Micrometer's timers. Latencies are spread over 1 to 1000 ms. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class RecorderBenchmark {
    private final LatencyRecorder recorder = new LatencyRecorder(Clock.systemUTC(), System::nanoTime);
    private final Timer sloPrometheus = slo().register(prometheus());
    private final Timer sloSimple = slo().register(new SimpleMeterRegistry());
    private final Timer percentiles =
            Timer.builder("requests").publishPercentiles(0.5, 0.95, 0.99).register(prometheus());

    /** The latencies of one thread. */
    @State(Scope.Thread)
    public static class Latencies {
        private final long[] nanos =
                new SplittableRandom(1).longs(4_096, 1_000_000, 1_000_000_000).toArray();
        private int next;

        long next() {
            next = (next + 1) & (nanos.length - 1);
            return nanos[next];
        }
    }

    /** The recorder of the filter: percentiles, outcomes, sliding windows. */
    @Benchmark
    public void recorder(Latencies latencies) {
        recorder.record(latencies.next(), false);
    }

    /** The named rival. */
    @Benchmark
    public void timerWith8SloBuckets(Latencies latencies) {
        sloPrometheus.record(latencies.next(), TimeUnit.NANOSECONDS);
    }

    /** The same timer in the registry without a backend. */
    @Benchmark
    public void timerWith8SloBucketsSimpleRegistry(Latencies latencies) {
        sloSimple.record(latencies.next(), TimeUnit.NANOSECONDS);
    }

    /** What reports percentiles as the recorder does. */
    @Benchmark
    public void timerWithClientPercentiles(Latencies latencies) {
        percentiles.record(latencies.next(), TimeUnit.NANOSECONDS);
    }

    private static Timer.Builder slo() {
        return Timer.builder("requests")
                .serviceLevelObjectives(IntStream.of(5, 10, 25, 50, 100, 150, 250, 500)
                        .mapToObj(Duration::ofMillis)
                        .toArray(Duration[]::new));
    }

    private static MeterRegistry prometheus() {
        return new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    }
}
