package ai.levqor.ops.engine.retention;

import static java.util.Objects.requireNonNull;

import ai.levqor.ops.engine.job.JobProgress;
import ai.levqor.ops.engine.job.JobRun.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * What counting counts and shows. Every counter exists from the start, with each of its tag values; a gauge whose value is
 * unknown is NaN.
 *
 * <p><b>Threading:</b> safe for many threads.
 */
final class RetentionMeters implements AutoCloseable {
    private final MeterRegistry registry;
    private final Map<Outcome, Counter> runs = new EnumMap<>(Outcome.class);
    private final List<Meter> gauges = new ArrayList<>();
    private final Counter dropped;
    private volatile Optional<RetentionRow> newest = Optional.empty();
    private volatile Optional<JobProgress> progress = Optional.empty();
    private volatile Optional<Instant> lastSuccess = Optional.empty();

    RetentionMeters(MeterRegistry registry, Clock clock) {
        this.registry = registry;
        for (var outcome : Outcome.values()) {
            if (outcome.ended()) {
                runs.put(
                        outcome,
                        Counter.builder("levqor.job.runs")
                                .description("Runs of a job that have ended")
                                .tag("job", RetentionJob.NAME)
                                .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                                .register(registry));
            }
        }
        dropped = Counter.builder("levqor.activity.dropped")
                .description("Recorded activities that were not kept: the buffer was full, or nothing counts them")
                .register(registry);
        active("1d", () -> newest.map(RetentionRow::dau));
        active("7d", () -> newest.map(RetentionRow::wau));
        active("30d", () -> newest.map(RetentionRow::mau));
        gauge(Gauge.builder(
                        "levqor.retention.progress",
                        () -> progress.map(JobProgress::share).orElse(Double.NaN))
                .description("How far the count of active users under way has come, from 0 to 1"));
        gauge(Gauge.builder(
                        "levqor.job.last.success.age",
                        () -> lastSuccess
                                .map(at -> Duration.between(at, clock.instant()).toMillis() / 1e3)
                                .orElse(Double.NaN))
                .tag("job", RetentionJob.NAME)
                .baseUnit("seconds")
                .description("Time since a run of the job last ended well"));
    }

    private void active(String window, Supplier<Optional<OptionalLong>> users) {
        gauge(Gauge.builder(
                        "levqor.active.users",
                        () -> users.get()
                                .filter(OptionalLong::isPresent)
                                .map(it -> (double) it.getAsLong())
                                .orElse(Double.NaN))
                .tag("window", window)
                .description("Distinct active users of the newest day that is counted, and of the days before it"));
    }

    private void gauge(Gauge.Builder<?> gauge) {
        gauges.add(gauge.strongReference(true).register(registry));
    }

    void ended(Outcome outcome) {
        requireNonNull(runs.get(outcome)).increment();
        progress = Optional.empty();
    }

    void succeeded(Instant at) {
        lastSuccess = Optional.of(at);
    }

    void progress(JobProgress now) {
        progress = Optional.of(now);
    }

    /** The newest counted day. */
    void newest(RetentionRow row) {
        newest = Optional.of(row);
    }

    void dropped() {
        dropped.increment();
    }

    /** Takes the gauges back, so that the registry holds nothing of a closed engine. Counters stay. */
    @Override
    public void close() {
        gauges.forEach(registry::remove);
    }
}
