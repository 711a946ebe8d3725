package ai.levqor.ops.engine.job;

import static java.util.Objects.requireNonNull;

import ai.levqor.ops.spi.state.FireStore.State;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Counts what became of a job's fires in this process. Every counter exists from the start. */
final class FireMeters {
    private final Map<State, Counter> fires = new EnumMap<>(State.class);

    FireMeters(MeterRegistry registry, String job) {
        for (var state : State.values()) {
            if (state != State.RUNNING && state != State.NOTED) {
                fires.put(
                        state,
                        Counter.builder("levqor.job.fires")
                                .description("Times at which a job was due, by what became of them")
                                .tag("job", job)
                                .tag("state", state.name().toLowerCase(Locale.ROOT))
                                .register(registry));
            }
        }
    }

    void settled(State state) {
        requireNonNull(fires.get(state)).increment();
    }
}
