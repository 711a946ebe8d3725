package ai.levqor.ops.engine.fleet;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/** What a fleet shows of itself. */
final class FleetMeters implements AutoCloseable {
    private final MeterRegistry registry;
    private final Gauge instances;
    private final Gauge leader;

    FleetMeters(MeterRegistry registry, IntSupplier instances, BooleanSupplier leads) {
        this.registry = registry;
        this.instances = Gauge.builder("levqor.fleet.instances", instances::getAsInt)
                .description("Instances of the fleet, as this one sees them")
                .strongReference(true)
                .register(registry);
        this.leader = Gauge.builder("levqor.fleet.leader", () -> leads.getAsBoolean() ? 1 : 0)
                .description("1 if this instance leads the fleet, else 0")
                .strongReference(true)
                .register(registry);
    }

    @Override
    public void close() {
        registry.remove(instances);
        registry.remove(leader);
    }
}
