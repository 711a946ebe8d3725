package ai.levqor.ops.engine.verify;

import static java.util.stream.Collectors.joining;

import ai.levqor.ops.policy.scale.ScaleAction;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** {@code metrics}: the meters that dashboards depend on are in the registry. */
public final class MetersCheck {
    private static final String EVENTS = "levqor.autoscale.events";
    private static final List<String> GAUGES =
            List.of("levqor.worker.target", "levqor.cost.forecast.30d", "levqor.cost.today");

    private MetersCheck() {}

    /** Looks into the registry; of one that is made of others, into these: a meter must be in one of them. */
    public static Check of(MeterRegistry registry) {
        return new Check("metrics", () -> {
            var registries = leaves(registry).toList();
            if (registries.isEmpty()) {
                return Finding.skipped("the meters go nowhere: no registry is given, or one that is made of none");
            }
            var missing = missing(registries);
            return missing.isEmpty()
                    ? Finding.passed("the " + (GAUGES.size() + 1) + " meters are there")
                    : Finding.failed("not in the registry, or kept out of it by a filter: " + missing);
        });
    }

    private static String missing(List<MeterRegistry> registries) {
        var gauges = GAUGES.stream()
                .filter(name -> registries.stream()
                        .allMatch(registry -> registry.find(name).gauges().isEmpty()));
        var events = Arrays.stream(ScaleAction.values())
                .map(action -> action.name().toLowerCase(Locale.ROOT))
                .filter(action -> registries.stream()
                        .allMatch(registry -> registry.find(EVENTS)
                                .tag("action", action)
                                .counters()
                                .isEmpty()))
                .map(action -> EVENTS + " of " + action);
        return Stream.concat(gauges, events).collect(joining(", "));
    }

    private static Stream<MeterRegistry> leaves(MeterRegistry registry) {
        return registry instanceof CompositeMeterRegistry many
                ? many.getRegistries().stream().flatMap(MetersCheck::leaves)
                : Stream.of(registry);
    }
}
