package ai.levqor.ops.engine.retention;

import ai.levqor.ops.engine.job.JobProgress;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
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
    private final List<Meter> gauges = new ArrayList<>();
    private final Counter dropped;
    private volatile Optional<RetentionRow> newest = Optional.empty();
    private volatile Optional<JobProgress> progress = Optional.empty();

    RetentionMeters(MeterRegistry registry) {
        this.registry = registry;
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

    /** No night is under way. */
    void idle() {
        progress = Optional.empty();
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
