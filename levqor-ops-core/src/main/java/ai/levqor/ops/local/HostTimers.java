package ai.levqor.ops.local;

import ai.levqor.ops.spi.UnavailableException;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.step.StepTimer;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** The timers of one name in a host's registry, whatever their tags. In a composite, those of the first that can tell. */
final class HostTimers {
    private final MeterRegistry registry;
    private final String name;

    HostTimers(MeterRegistry registry, String name) {
        this.registry = registry;
        this.name = name;
    }

    /**
     * Reads them all.
     *
     * @throws UnavailableException if there are none that count all requests
     */
    Map<Meter.Id, TimerReading> read() {
        var timers = leaves(registry)
                .map(leaf -> leaf.find(name).timers())
                .filter(found -> !found.isEmpty())
                .toList();
        if (timers.isEmpty()) {
            throw new UnavailableException("the registry has no timer " + name + " (yet)");
        }
        var readable = timers.stream()
                .filter(found -> found.stream().noneMatch(StepTimer.class::isInstance))
                .map(HostTimers::read)
                .toList();
        return readable.stream()
                .filter(found -> found.values().stream().allMatch(TimerReading::hasLatency))
                .findFirst()
                .or(() -> readable.stream().findFirst())
                .orElseThrow(() -> new UnavailableException("timer " + name + " starts anew with every step of its"
                        + " registry; a registry that counts on is needed, such as the Prometheus one"));
    }

    /** What to turn on so that the latency can be told. */
    UnavailableException withoutLatency() {
        return new UnavailableException("timer " + name + " publishes no percentiles; set"
                + " management.metrics.distribution.percentiles-histogram." + name
                + "=true (with a Prometheus registry)"
                + " or management.metrics.distribution.percentiles." + name + "=0.5,0.95,0.99 (with any), or without"
                + " Spring Boot publishPercentileHistogram() or publishPercentiles(0.5, 0.95, 0.99) on the timer");
    }

    private static Map<Meter.Id, TimerReading> read(Collection<Timer> timers) {
        var readings = new HashMap<Meter.Id, TimerReading>();
        timers.forEach(timer -> readings.put(timer.getId(), TimerReading.of(timer)));
        return readings;
    }

    private static Stream<MeterRegistry> leaves(MeterRegistry registry) {
        return registry instanceof CompositeMeterRegistry composite
                ? composite.getRegistries().stream().flatMap(HostTimers::leaves)
                : Stream.of(registry);
    }
}
