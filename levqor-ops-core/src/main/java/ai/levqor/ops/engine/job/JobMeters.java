package ai.levqor.ops.engine.job;

import static java.util.Objects.requireNonNull;

import ai.levqor.ops.engine.job.JobRun.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a job counts and shows. Every counter exists from the start, with each of its tag values; the age of a success that
 * never was is NaN.
 *
 * <p><b>Threading:</b> safe for many threads.
 */
public final class JobMeters implements AutoCloseable {
    private final MeterRegistry registry;
    private final Map<Outcome, Counter> runs = new EnumMap<>(Outcome.class);
    private final Gauge age;
    private volatile Optional<Instant> lastSuccess = Optional.empty();

    /** The meters of the job of this name. */
    public JobMeters(MeterRegistry registry, Clock clock, String job) {
        this.registry = registry;
        for (var outcome : Outcome.values()) {
            if (outcome.ended()) {
                runs.put(
                        outcome,
                        Counter.builder("levqor.job.runs")
                                .description("Runs of a job that have ended")
                                .tag("job", job)
                                .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                                .register(registry));
            }
        }
        age = Gauge.builder(
                        "levqor.job.last.success.age",
                        () -> lastSuccess
                                .map(at -> Duration.between(at, clock.instant()).toMillis() / 1e3)
                                .orElse(Double.NaN))
                .tag("job", job)
                .baseUnit("seconds")
                .description("Time since a run of the job last ended well")
                .strongReference(true)
                .register(registry);
    }

    void ended(Outcome outcome) {
        requireNonNull(runs.get(outcome)).increment();
    }

    void succeeded(Instant at) {
        lastSuccess = Optional.of(at);
    }

    /** Takes the gauge back, so that the registry holds nothing of a closed engine. Counters stay. */
    @Override
    public void close() {
        registry.remove(age);
    }
}
