package ai.levqor.ops.policy.slo;

import ai.levqor.ops.policy.Reading;
import ai.levqor.ops.policy.Reading.UnknownCause;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.domains.DomainContextBase;

/** Random stories of ticks: mostly one after the other, some repeated, some not seen, and clocks that jump. */
final class RandomTicks extends DomainContextBase {

    /** A story; {@code recovers} says at which of its ticks a recovery begins. */
    record Story(List<SloObservation> ticks, List<Boolean> recovers) {

        /** The same where other things are seen. */
        Story changed(IntFunction<Look> other) {
            var changed = new ArrayList<SloObservation>();
            for (var i = 0; i < ticks.size(); i++) {
                changed.add(other.apply(i).at(ticks.get(i).tick()));
            }
            return new Story(changed, recovers);
        }
    }

    private record Move(long step, Look look, boolean recovers) {}

    @Provide
    Arbitrary<Story> stories() {
        return stories(looks());
    }

    /** Which ticks of a story to make worse. */
    @Provide
    Arbitrary<Set<Integer>> some() {
        return Arbitraries.integers().between(0, 159).set().ofMaxSize(60);
    }

    static Arbitrary<Story> stories(Arbitrary<Look> looks) {
        var steps = Arbitraries.frequency(
                Tuple.of(40, 1L),
                Tuple.of(3, 2L),
                Tuple.of(1, 3L),
                Tuple.of(1, 0L),
                Tuple.of(1, -1L),
                Tuple.of(1, -2L),
                Tuple.of(1, 12L),
                Tuple.of(1, 80L),
                Tuple.of(1, -12L));
        var recovers = Arbitraries.frequency(Tuple.of(12, false), Tuple.of(1, true));
        return Combinators.combine(steps, looks, recovers)
                .as(Move::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(160)
                .map(RandomTicks::story);
    }

    /** Failures that burn at none to a thousand times, most of them slowly, and some without data. */
    static Arbitrary<Look> burns() {
        var failures = Arbitraries.frequency(
                Tuple.of(6, 0L),
                Tuple.of(3, 6L),
                Tuple.of(6, 7L),
                Tuple.of(3, 15L),
                Tuple.of(2, 40L),
                Tuple.of(1, 700L));
        Arbitrary<Look> looks = Combinators.combine(failures, Arbitraries.of(1_000L, 1_000L, 5_000L))
                .as(Look.MET::failures);
        return Arbitraries.frequencyOf(
                Tuple.of(18, looks),
                Tuple.of(1, Arbitraries.just(Look.MET.failures(0, 0))),
                Tuple.of(
                        1, Arbitraries.of(UnknownCause.class).map(cause -> Look.MET.outcomes(Reading.unknown(cause)))));
    }

    /** Met, breached in any of three ways, or unknown; breaches are as likely as all the rest. */
    private static Arbitrary<Look> looks() {
        Arbitrary<Look> breached = Arbitraries.of(
                Look.BREACH, Look.MET.failures(1_000, 1_000), Look.MET.failures(20, 1_000), Look.MET.availability(0.5));
        Arbitrary<Look> silent = Arbitraries.of(UnknownCause.class)
                .map(cause -> new Look(Reading.unknown(cause), Reading.unknown(cause), Reading.unknown(cause)));
        return Arbitraries.frequencyOf(
                Tuple.of(5, breached),
                Tuple.of(2, silent),
                Tuple.of(1, Arbitraries.just(Look.MET.failures(0, 0))),
                Tuple.of(2, Arbitraries.just(Look.MET)));
    }

    private static Story story(List<Move> moves) {
        var tick = 5_907_888L;
        var ticks = new ArrayList<SloObservation>();
        for (var move : moves) {
            tick += move.step();
            ticks.add(move.look().at(tick));
        }
        return new Story(ticks, moves.stream().map(Move::recovers).toList());
    }
}
