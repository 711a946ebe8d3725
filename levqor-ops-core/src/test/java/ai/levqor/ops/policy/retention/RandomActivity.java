package ai.levqor.ops.policy.retention;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.domains.DomainContextBase;

/** A few users of every kind of id on a range of days around 1970: close together, or years apart. */
final class RandomActivity extends DomainContextBase {
    private static final Arbitrary<Activity.Id> IDS = Arbitraries.frequencyOf(
            Tuple.of(4, ids(Arbitraries.just(0L), Arbitraries.longs().between(0, 6))),
            Tuple.of(
                    2,
                    ids(
                            Arbitraries.just(0L),
                            Arbitraries.of(-1L, Long.MIN_VALUE, Long.MAX_VALUE, (1L << 20) - 1, 1L << 20, 1L << 40))),
            Tuple.of(
                    2,
                    ids(Arbitraries.of(1L, -1L, 1L << 63), Arbitraries.longs().between(-1, 2))));

    private static Arbitrary<Activity.Id> ids(Arbitrary<Long> highs, Arbitrary<Long> lows) {
        return Combinators.combine(highs, lows).as(Activity.Id::new);
    }

    /** Activity within days in a row. */
    record Scene(int firstDay, int days, List<Activity> activity) {}

    @Provide
    Arbitrary<Scene> scenes() {
        var ranges = Combinators.combine(
                        Arbitraries.of(-800, -64, -3, 0, 20_000),
                        Arbitraries.oneOf(
                                Arbitraries.integers().between(1, 12),
                                Arbitraries.integers().between(40, 140),
                                Arbitraries.just(800)))
                .as((first, days) -> new int[] {first, days});
        return ranges.flatMap(range -> Combinators.combine(
                        IDS, Arbitraries.integers().between(range[0], range[0] + range[1] - 1))
                .as(Activity::new)
                .list()
                .ofMaxSize(60)
                .map(activity -> new Scene(range[0], range[1], activity)));
    }
}
