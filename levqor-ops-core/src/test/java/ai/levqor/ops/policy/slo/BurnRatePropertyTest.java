package ai.levqor.ops.policy.slo;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.policy.slo.RandomTicks.Story;
import ai.levqor.ops.policy.slo.SloObservation.Outcomes;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;

@Label("What holds of the burn rate policy over any story")
@PropertyDefaults(tries = 300, edgeCases = EdgeCasesMode.NONE)
class BurnRatePropertyTest {

    @Property
    @Label("the same ticks give the same verdicts")
    void sameAgain(@ForAll("stories") Story story) {
        assertThat(Fold.burn().tell(story)).isEqualTo(Fold.burn().tell(story));
    }

    @Property
    @Label("the reason is the pair that burns, by the record of all ticks and whole numbers alone")
    void exactly(@ForAll("stories") Story story) {
        var verdicts = Fold.burn().tell(story);

        var record = new TreeMap<Long, Outcomes>();
        for (var i = 0; i < verdicts.size(); i++) {
            var seen = story.ticks().get(i);
            var verdict = verdicts.get(i);
            if (verdict.judgement() != Judgement.REPEATED) {
                if (record.ceilingKey(seen.tick()) != null) {
                    record.clear();
                }
                record.put(seen.tick(), seen.outcomes().value().orElse(Outcomes.NONE));
            }
            if (verdict.judgement() == Judgement.BREACHED || verdict.judgement() == Judgement.MET) {
                assertThat(verdict.reason()).as("tick %d of %s", i, story).isEqualTo(reason(record, seen.tick()));
            }
            if (story.recovers().get(i)) {
                var last = record.isEmpty() ? seen.tick() : record.lastKey();
                record.clear();
                record.put(last, Outcomes.NONE);
            }
        }
    }

    @Property
    @Label("an alarm names its pair, and nothing else does")
    void namesItsPair(@ForAll("stories") Story story) {
        assertThat(Fold.burn().tell(story))
                .allSatisfy(verdict -> assertThat(verdict.alarm())
                        .isEqualTo(
                                verdict.reason() == SloReason.BURN_1H_5M || verdict.reason() == SloReason.BURN_6H_30M));
    }

    @Property
    @Label("more failures never silence an alarm")
    void monotone(@ForAll("stories") Story story, @ForAll("some") Set<Integer> worse) {
        var never = story.recovers().stream().map(recovers -> false).toList();
        var worsened = story.changed(i -> worse.contains(i)
                ? failing(story.ticks().get(i))
                : look(story.ticks().get(i)));

        var before = Fold.burn().tell(new Story(story.ticks(), never));
        var after = Fold.burn().tell(new Story(worsened.ticks(), never));

        for (var i = 0; i < before.size(); i++) {
            assertThat(before.get(i).alarm() && !after.get(i).alarm())
                    .as("tick %d of %s, worse at %s", i, story, worse)
                    .isFalse();
        }
    }

    @Provide
    Arbitrary<Story> stories() {
        return RandomTicks.stories(RandomTicks.burns());
    }

    @Provide
    Arbitrary<Set<Integer>> some() {
        return new RandomTicks().some();
    }

    private static SloReason reason(NavigableMap<Long, Outcomes> record, long now) {
        var fast = burns(record, now, 12, 144) && burns(record, now, 1, 144);
        var slow = burns(record, now, 72, 60) && burns(record, now, 6, 60);
        var any = burns(record, now, 12, 144)
                || burns(record, now, 1, 144)
                || burns(record, now, 72, 60)
                || burns(record, now, 6, 60);
        return fast
                ? SloReason.BURN_1H_5M
                : slow ? SloReason.BURN_6H_30M : any ? SloReason.BURNING : SloReason.WITHIN_OBJECTIVES;
    }

    /** Whether failures / total * known / ticks is more than so many ten-thousandths. */
    private static boolean burns(NavigableMap<Long, Outcomes> record, long now, int ticks, long tenThousandths) {
        var first = record.tailMap(now - 71).entrySet().stream()
                .filter(entry -> entry.getValue().total() > 0)
                .mapToLong(entry -> entry.getKey())
                .findFirst();
        if (first.isEmpty()) {
            return false;
        }
        var known = Math.min(ticks, now - first.getAsLong() + 1);
        var window = record.tailMap(now - ticks + 1).values();
        var failures = window.stream().mapToLong(Outcomes::failures).sum();
        var total = window.stream().mapToLong(Outcomes::total).sum();
        return failures * known * 10_000 > tenThousandths * total * ticks;
    }

    private static Look failing(SloObservation seen) {
        return look(seen).outcomes(seen.outcomes().map(ended -> new Outcomes(ended.total(), ended.total())));
    }

    private static Look look(SloObservation seen) {
        return new Look(seen.p99(), seen.outcomes(), seen.availability());
    }
}
