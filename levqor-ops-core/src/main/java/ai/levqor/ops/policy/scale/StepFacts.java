package ai.levqor.ops.policy.scale;

import ai.levqor.ops.policy.Fact;
import ai.levqor.ops.policy.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The numbers that {@link StepPolicy} held against its limits. */
final class StepFacts {
    private final StepSettings settings;
    private final double spendStop;
    private final double forecastStop;

    StepFacts(StepSettings settings) {
        this.settings = settings;
        this.spendStop =
                settings.costGuard().spendStop().map(Number::doubleValue).orElse(Fact.NO_LIMIT);
        this.forecastStop =
                settings.costGuard().forecastStop().map(Number::doubleValue).orElse(Fact.NO_LIMIT);
    }

    List<Fact> of(ScaleObservation seen, StepState memory, ScaleReason reason) {
        var spend = seen.spend() instanceof Reading.Known<SpendLevel> known ? known.measured() : null;
        return known(
                new Fact("workers", seen.workers(), "workers", settings.limits().max()),
                latency(seen),
                depth(seen),
                idle(seen.at(), memory),
                wait(seen.at(), memory, reason),
                spend == null ? null : spent(spend),
                spend == null ? null : forecast(spend));
    }

    private static List<Fact> known(@Nullable Fact... facts) {
        var size = 0;
        for (var fact : facts) {
            if (fact != null) {
                facts[size++] = fact;
            }
        }
        return List.of(Arrays.copyOf(facts, size));
    }

    private @Nullable Fact latency(ScaleObservation seen) {
        var latency = Load.fresh(seen.latency(), seen.at(), settings.pace().maxAge());
        if (latency == null) {
            return null;
        }
        return latency.p95().isPresent()
                ? new Fact(
                        "p95_latency_ms",
                        millis(latency.p95().get()),
                        "ms",
                        millis(settings.pressure().p95Above()))
                : new Fact("requests", 0, "requests", Fact.NO_LIMIT);
    }

    private @Nullable Fact depth(ScaleObservation seen) {
        var depth = Load.fresh(seen.queueDepth(), seen.at(), settings.pace().maxAge());
        return depth == null
                ? null
                : new Fact("queue_depth", depth, "jobs", settings.pressure().depthAbove());
    }

    private @Nullable Fact idle(Instant now, StepState memory) {
        return time("idle_for", memory.idleSince(), now, settings.idle().lasting());
    }

    /** The time that the reason is about, if it is about one that has to pass. */
    private @Nullable Fact wait(Instant now, StepState memory, ScaleReason reason) {
        return switch (reason) {
            case STEP_UP_TOO_SOON ->
                time("since_last_up", memory.lastUpAt(), now, settings.pace().stepUpEvery());
            case SPEND_UNKNOWN ->
                time(
                        "spend_unknown_for",
                        memory.spendKnownAt(),
                        now,
                        settings.costGuard().unknownFor());
            default -> null;
        };
    }

    private static @Nullable Fact time(String name, @Nullable Instant since, Instant now, Duration limit) {
        return since == null ? null : new Fact(name, Elapsed.seconds(since, now), "s", seconds(limit));
    }

    private @Nullable Fact spent(SpendLevel spend) {
        return spendStop == Fact.NO_LIMIT
                ? null
                : new Fact(
                        "spend_last_24h",
                        spend.last24h().doubleValue(),
                        settings.costGuard().currency(),
                        spendStop);
    }

    private @Nullable Fact forecast(SpendLevel spend) {
        return forecastStop == Fact.NO_LIMIT || spend.forecastNext30d().isEmpty()
                ? null
                : new Fact(
                        "forecast_next_30d",
                        spend.forecastNext30d().get().doubleValue(),
                        settings.costGuard().currency(),
                        forecastStop);
    }

    private static double millis(Duration time) {
        return time.getSeconds() * 1e3 + time.getNano() / 1e6;
    }

    private static double seconds(Duration time) {
        return time.getSeconds() + time.getNano() / 1e9;
    }
}
