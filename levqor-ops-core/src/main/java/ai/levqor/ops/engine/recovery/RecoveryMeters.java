package ai.levqor.ops.engine.recovery;

import static java.util.Objects.requireNonNull;

import ai.levqor.ops.engine.recovery.StepReport.Count;
import ai.levqor.ops.policy.Reading;
import ai.levqor.ops.policy.recovery.RecoveryAction;
import ai.levqor.ops.spi.queue.DeadLetterDepth;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What incidents count and show. Every counter exists from the start, with each of its tag values; a gauge whose value is
 * unknown is NaN.
 *
 * <p><b>Threading:</b> safe for many threads.
 */
final class RecoveryMeters implements AutoCloseable {
    private final MeterRegistry registry;
    private final Map<RecoveryOutcome, Counter> recoveries = new EnumMap<>(RecoveryOutcome.class);
    private final Map<AlertOutbox.Result, Counter> alerts = new EnumMap<>(AlertOutbox.Result.class);
    private final List<Meter> gauges = new ArrayList<>();
    private final Counter redriven;
    private final Counter quarantined;
    private volatile double streak = Double.NaN;
    private volatile double latched = Double.NaN;
    private volatile double dead = Double.NaN;
    private volatile double inQuarantine = Double.NaN;

    RecoveryMeters(MeterRegistry registry) {
        this.registry = registry;
        for (var outcome : RecoveryOutcome.values()) {
            if (outcome.ended() && outcome != RecoveryOutcome.PLANNED) {
                recoveries.put(
                        outcome,
                        Counter.builder("levqor.recoveries")
                                .description("Recoveries, and refusals of them")
                                .tag("outcome", IncidentJson.code(outcome))
                                .register(registry));
            }
        }
        for (var result : AlertOutbox.Result.values()) {
            alerts.put(
                    result,
                    Counter.builder("levqor.alerts")
                            .description("Alerts by what became of them; failed counts tries")
                            .tag("result", IncidentJson.code(result))
                            .register(registry));
        }
        redriven = Counter.builder("levqor.redriven")
                .description("Dead letters that were moved to the retry queue")
                .register(registry);
        quarantined = Counter.builder("levqor.quarantined")
                .description("Dead letters that were moved to the quarantine")
                .register(registry);
        gauge("levqor.watchdog.streak", "Breaches of the objectives in a row", () -> streak);
        gauge("levqor.recovery.latched", "1 while automatic recovery waits for a person", () -> latched);
        gauge("levqor.dead.letters", "Jobs that failed and wait for a redrive", () -> dead);
        gauge("levqor.quarantine", "Jobs that failed after too many redrives", () -> inQuarantine);
    }

    private void gauge(String name, String description, Supplier<Number> value) {
        gauges.add(Gauge.builder(name, value)
                .description(description)
                .strongReference(true)
                .register(registry));
    }

    void ended(RecoveryReport report) {
        if (!report.dryRun()) {
            requireNonNull(recoveries.get(report.outcome())).increment();
            redriven.increment((double) counted(report, "moved"));
            quarantined.increment((double) counted(report, "quarantined"));
        }
    }

    private static long counted(RecoveryReport report, String name) {
        return report.steps().stream()
                .filter(step -> step.action() == RecoveryAction.REDRIVE)
                .flatMap(step -> step.counts().stream())
                .filter(count -> count.name().equals(name))
                .mapToLong(Count::value)
                .sum();
    }

    void alerts(AlertOutbox.Result result, int number) {
        requireNonNull(alerts.get(result)).increment(number);
    }

    void streak(int breaches) {
        streak = breaches;
    }

    void latched(boolean closed) {
        latched = closed ? 1 : 0;
    }

    void deadLetters(Reading<DeadLetterDepth> depth) {
        dead = depth.value().map(it -> (double) it.dead()).orElse(Double.NaN);
        inQuarantine = depth.value().map(it -> (double) it.quarantined()).orElse(Double.NaN);
    }

    /** Takes the gauges back, so that the registry holds nothing of a closed engine. Counters stay. */
    @Override
    public void close() {
        gauges.forEach(registry::remove);
    }
}
