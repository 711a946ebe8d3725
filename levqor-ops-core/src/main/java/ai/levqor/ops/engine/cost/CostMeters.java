package ai.levqor.ops.engine.cost;

import ai.levqor.ops.policy.forecast.RecentSpend;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/** What costs show. A gauge whose value is unknown is NaN. */
final class CostMeters implements AutoCloseable {
    private final MeterRegistry registry;
    private final List<Meter> gauges = new ArrayList<>();

    /**
     * @param report empty if nothing is configured that costs
     * @param otherForecast what is shown then
     */
    CostMeters(MeterRegistry registry, Supplier<Optional<CostReport>> report, DoubleSupplier otherForecast) {
        this.registry = registry;
        gauge(
                "levqor.cost.forecast.30d",
                "Expected cost of the next 30 days, in OPS_CURRENCY",
                () -> report.get()
                        .map(it -> it.forecast().total().total().orElse(Double.NaN))
                        .orElseGet(otherForecast::getAsDouble));
        gauge(
                "levqor.cost.today",
                "Cost of this UTC day so far, in OPS_CURRENCY",
                () -> report.get()
                        .flatMap(CostReport::spend)
                        .map(RecentSpend::today)
                        .orElse(Double.NaN));
    }

    private void gauge(String name, String description, Supplier<Number> value) {
        gauges.add(Gauge.builder(name, value)
                .description(description)
                .strongReference(true)
                .register(registry));
    }

    /** Takes the gauges back, so that the registry holds nothing of a closed engine. */
    @Override
    public void close() {
        gauges.forEach(registry::remove);
    }
}
