package ai.levqor.ops.policy.scale;

import static ai.levqor.ops.policy.scale.Seen.NOON;
import static ai.levqor.ops.policy.scale.Seen.STEADY;

import ai.levqor.ops.policy.Reading;
import ai.levqor.ops.policy.Reading.UnknownCause;
import ai.levqor.ops.policy.scale.StepSettings.CostGuard;
import ai.levqor.ops.policy.scale.StepSettings.Limits;
import ai.levqor.ops.policy.scale.StepState.SpendVerdict;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.domains.DomainContextBase;

/** Random settings, states and observations, with many at the limits. */
final class RandomScenes extends DomainContextBase {

    /**
     * One look at the backend.
     *
     * @param after how long after the one before; negative if the clock goes back
     * @param byHand workers that somebody else adds or removes before the look
     * @param carriedOut whether the decision is
     */
    record Look(Duration after, Seen seen, int byHand, boolean carriedOut) {}

    @Provide
    Arbitrary<StepSettings> settings() {
        var guard = Arbitraries.of(CostGuard.off(), CostGuard.of(BigDecimal.valueOf(100), "usd"));
        var limits = Arbitraries.of(new Limits(1, 4), new Limits(2, 3), new Limits(3, 3));
        return Combinators.combine(limits, guard)
                .as((some, other) -> StepSettings.DEFAULTS.with(some).with(other));
    }

    @Provide
    Arbitrary<StepState> states() {
        var times = Arbitraries.longs().between(-1_000, 1_000).map(NOON::plusSeconds);
        return Combinators.combine(
                        times.injectNull(0.2),
                        Arbitraries.integers().between(0, 6),
                        times.injectNull(0.3),
                        times.injectNull(0.3),
                        times.injectNull(0.3),
                        Arbitraries.of(SpendVerdict.class))
                .as(StepState::new);
    }

    @Provide
    Arbitrary<Seen> seen() {
        return Combinators.combine(Arbitraries.integers().between(0, 6), latency(), depth(), spend())
                .as((workers, latency, depth, spend) ->
                        STEADY.workers(workers).latency(latency).depth(depth).spend(spend));
    }

    /** A story in scenes: the same is seen for a while, every 15 s, and then something else, sooner or later. */
    @Provide
    Arbitrary<List<Look>> looks() {
        var first = Arbitraries.frequency(
                        Tuple.of(9, 15L), Tuple.of(1, 0L), Tuple.of(1, 60L), Tuple.of(1, 61L), Tuple.of(1, -3_600L))
                .map(Duration::ofSeconds);
        var idle = Arbitraries.of(Seen.IDLE, Seen.IDLE.noRequests());
        var scenes = Arbitraries.frequencyOf(
                Tuple.of(1, seen()), Tuple.of(2, idle), Tuple.of(1, Arbitraries.just(Seen.PRESSED)));
        var lengths = Arbitraries.frequencyOf(
                Tuple.of(1, Arbitraries.integers().between(1, 5)),
                Tuple.of(1, Arbitraries.integers().between(38, 90)));
        var byHand = Arbitraries.frequency(Tuple.of(9, 0), Tuple.of(1, 1), Tuple.of(1, -1));
        var carriedOut = Arbitraries.frequency(Tuple.of(4, true), Tuple.of(1, false));
        return Combinators.combine(first, scenes, lengths, byHand, carriedOut)
                .as((after, seen, length, hand, done) -> IntStream.range(0, length)
                        .mapToObj(i -> i == 0 ? new Look(after, seen, hand, done) : new Look(EVERY_15_S, seen, 0, done))
                        .toList())
                .list()
                .ofMinSize(1)
                .ofMaxSize(10)
                .map(parts -> parts.stream().flatMap(List::stream).toList());
    }

    private static final Duration EVERY_15_S = Duration.ofSeconds(15);

    private static Arbitrary<Reading<Latency>> latency() {
        Arbitrary<Reading<Latency>> p95 = Arbitraries.of(0.0, 10.0, 39.0, 40.0, 100.0, 150.0, 151.0, 1e6)
                .map(millis -> STEADY.p95(millis).latency());
        return Arbitraries.frequencyOf(
                Tuple.of(8, p95),
                Tuple.of(2, Arbitraries.just(STEADY.noRequests().latency())),
                Tuple.of(1, p95.map(RandomScenes::stale)),
                Tuple.of(1, unknown()));
    }

    private static Arbitrary<Reading<Long>> depth() {
        Arbitrary<Reading<Long>> jobs = Arbitraries.of(0L, 0L, 0L, 1L, 10L, 11L, 1_000_000L)
                .map(depth -> STEADY.depth(depth).depth());
        return Arbitraries.frequencyOf(
                Tuple.of(8, jobs), Tuple.of(1, jobs.map(RandomScenes::stale)), Tuple.of(1, unknown()));
    }

    private static Arbitrary<Reading<SpendLevel>> spend() {
        Arbitrary<Reading<SpendLevel>> levels = Arbitraries.of(
                        STEADY.spend("10"), STEADY.spend("90"), STEADY.spend("10", "2400"), STEADY.spend("10", "2401"))
                .map(Seen::spend);
        return Arbitraries.frequencyOf(
                Tuple.of(4, levels),
                Tuple.of(1, levels.map(level -> Seen.aged(level, Duration.ofHours(7)))),
                Tuple.of(2, unknown()));
    }

    private static <T> Reading<T> stale(Reading<T> reading) {
        return Seen.aged(reading, Duration.ofSeconds(61));
    }

    private static <T> Arbitrary<Reading<T>> unknown() {
        return Arbitraries.of(UnknownCause.class).map(Reading::unknown);
    }
}
