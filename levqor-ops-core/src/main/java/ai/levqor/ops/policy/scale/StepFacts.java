package ai.levqor.ops.policy.scale;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

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
        var facts = new ArrayList<Fact>(7);
        facts.add(
                new Fact("workers", seen.workers(), "workers", settings.limits().max()));
        addLatency(facts, seen);
        addDepth(facts, seen);
        addTime(facts, seen.at(), memory, reason);
        addSpend(facts, seen);
        return facts;
    }

    private void addLatency(List<Fact> facts, ScaleObservation seen) {
        var latency = Load.fresh(seen.latency(), seen.at(), settings.pace().maxAge());
        if (latency == null) {
            return;
        }
        facts.add(
                latency.p95().isPresent()
                        ? new Fact(
                                "p95_latency_ms",
                                millis(latency.p95().get()),
                                "ms",
                                millis(settings.pressure().p95Above()))
                        : new Fact("requests", 0, "requests", Fact.NO_LIMIT));
    }

    private void addDepth(List<Fact> facts, ScaleObservation seen) {
        var depth = Load.fresh(seen.queueDepth(), seen.at(), settings.pace().maxAge());
        if (depth != null) {
            facts.add(new Fact("queue_depth", depth, "jobs", settings.pressure().depthAbove()));
        }
    }

    private void addTime(List<Fact> facts, Instant now, StepState memory, ScaleReason reason) {
        if (memory.idleSince() != null) {
            facts.add(new Fact(
                    "idle_for",
                    seconds(Duration.between(memory.idleSince(), now)),
                    "s",
                    seconds(settings.idle().lasting())));
        }
        if (reason == ScaleReason.STEP_UP_TOO_SOON && memory.lastUpAt() != null) {
            facts.add(new Fact(
                    "since_last_up",
                    seconds(Duration.between(memory.lastUpAt(), now)),
                    "s",
                    seconds(settings.pace().stepUpEvery())));
        }
        if (reason == ScaleReason.SPEND_UNKNOWN && memory.spendKnownAt() != null) {
            facts.add(new Fact(
                    "spend_unknown_for",
                    seconds(Duration.between(memory.spendKnownAt(), now)),
                    "s",
                    seconds(settings.costGuard().unknownFor())));
        }
    }

    private void addSpend(List<Fact> facts, ScaleObservation seen) {
        if (spendStop == Fact.NO_LIMIT || !(seen.spend() instanceof Reading.Known<SpendLevel> known)) {
            return;
        }
        var currency = settings.costGuard().currency();
        facts.add(new Fact("spend_last_24h", known.measured().last24h().doubleValue(), currency, spendStop));
        known.measured()
                .forecastNext30d()
                .ifPresent(forecast ->
                        facts.add(new Fact("forecast_next_30d", forecast.doubleValue(), currency, forecastStop)));
    }

    private static double millis(Duration time) {
        return time.getSeconds() * 1e3 + time.getNano() / 1e6;
    }

    private static double seconds(Duration time) {
        return time.getSeconds() + time.getNano() / 1e9;
    }
}
