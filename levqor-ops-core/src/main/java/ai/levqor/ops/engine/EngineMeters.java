package ai.levqor.ops.engine;

import static java.util.Objects.requireNonNull;

import ai.levqor.ops.policy.scale.ScaleAction;
import ai.levqor.ops.policy.scale.SpendLevel;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What the engine counts and shows. Every counter exists from the start, with each of its tag values; a gauge whose value
 * is unknown is NaN.
 *
 * <p><b>Threading:</b> safe for many threads.
 */
final class EngineMeters implements AutoCloseable {
    private static final List<String> SOURCES = List.of(
            "metrics",
            "jobs",
            "queue",
            "workers",
            "spend",
            "flags",
            "flags_write",
            "reload",
            "state",
            "log",
            "listener",
            "watchdog",
            "recovery",
            "dead_letters",
            "restart",
            "rotation",
            "probe",
            "incidents",
            "alerts",
            "activity",
            "retention_rows",
            "costs",
            "fires");

    private final MeterRegistry registry;
    private final List<Meter> gauges = new ArrayList<>();
    private final Map<ScaleAction, Counter> events = new EnumMap<>(ScaleAction.class);
    private final Counter tickFailures;
    private volatile double workerTarget = Double.NaN;
    private volatile double forecast = Double.NaN;

    EngineMeters(MeterRegistry registry) {
        this.registry = registry;
        for (var action : ScaleAction.values()) {
            events.put(
                    action,
                    Counter.builder("levqor.autoscale.events")
                            .description("Decisions of the loop; scale_up and scale_down count when carried out")
                            .tag("action", action.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
        SOURCES.forEach(this::faults);
        tickFailures = Counter.builder("levqor.tick.failures")
                .description("Ticks that threw")
                .register(registry);
        gauge("levqor.worker.target", "Workers there should be", () -> workerTarget);
    }

    private void gauge(String name, String description, Supplier<Number> value) {
        gauges.add(Gauge.builder(name, value)
                .description(description)
                .strongReference(true)
                .register(registry));
    }

    private Counter faults(String source) {
        return Counter.builder("levqor.source.faults")
                .description("Times that a source failed, was late or was stale")
                .tag("source", source)
                .register(registry);
    }

    /** Makes the counter of a source whose name only the host knows, so that it is there before the first fault. */
    void expect(String source) {
        faults(source);
    }

    /** The host's own forecast of the next 30 days, as the last decision saw it; NaN if there is none. */
    double forecast() {
        return forecast;
    }

    void fault(String source) {
        faults(source).increment();
    }

    void tickFailed() {
        tickFailures.increment();
    }

    /** Counts a decision of the loop. */
    void decided(ScaleReport report) {
        var decision = report.decision();
        if (!decision.action().changes() || report.outcome().result().applied()) {
            requireNonNull(events.get(decision.action())).increment();
        }
        workerTarget = report.outcome().workers();
        forecast = report.seen()
                .spend()
                .value()
                .flatMap(SpendLevel::forecastNext30d)
                .map(BigDecimal::doubleValue)
                .orElse(Double.NaN);
    }

    /** Takes the gauges back, so that the registry holds nothing of a closed engine. Counters stay. */
    @Override
    public void close() {
        gauges.forEach(registry::remove);
    }
}
