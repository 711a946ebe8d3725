package ai.levqor.ops.policy.slo;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.policy.slo.RandomTicks.Story;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.domains.Domain;

@Label("What holds of the streak policy over any story")
@PropertyDefaults(tries = 300, edgeCases = EdgeCasesMode.NONE)
@Domain(RandomTicks.class)
class StreakPolicyPropertyTest {

    @Property
    @Label("the same ticks give the same verdicts")
    void sameAgain(@ForAll Story story) {
        assertThat(Fold.streak().tell(story)).isEqualTo(Fold.streak().tell(story));
    }

    @Property
    @Label("it is an alarm exactly when the record of all verdicts shows it")
    void exactly(@ForAll Story story) {
        var verdicts = Fold.streak().tell(story);

        for (var i = 0; i < verdicts.size(); i++) {
            assertThat(verdicts.get(i).alarm()).as("tick %d of %s", i, story).isEqualTo(alarm(story, verdicts, i));
        }
    }

    @Property
    @Label("it is never an alarm with fewer than three breached ticks since the last one met and the last recovery")
    void neverWithFewer(@ForAll Story story) {
        var verdicts = Fold.streak().tell(story);

        Set<Long> breached = new HashSet<>();
        for (var i = 0; i < verdicts.size(); i++) {
            var verdict = verdicts.get(i);
            if (verdict.judgement() == Judgement.BREACHED) {
                breached.add(story.ticks().get(i).tick());
            }
            assertThat(verdict.alarm() && breached.size() < 3).as("tick %d", i).isFalse();
            assertThat(verdict.alarm()).isEqualTo(verdict.reason() == SloReason.BREACHED_IN_A_ROW);
            if (verdict.judgement() == Judgement.MET || story.recovers().get(i)) {
                breached.clear();
            }
        }
    }

    @Property
    @Label("a tick that is met leaves nothing but its number")
    void metResets(@ForAll Story story) {
        var fold = Fold.streak();
        for (var seen : story.ticks()) {
            var verdict = fold.see(seen);

            if (verdict.judgement() == Judgement.MET) {
                assertThat(verdict.streak()).isZero();
                assertThat(fold.state()).isEqualTo(new StreakState(seen.tick(), 0, List.of(), List.of()));
            }
        }
    }

    @Property
    @Label("more breaches never silence an alarm")
    void monotone(@ForAll Story story, @ForAll Set<Integer> worse) {
        var seen = story.changed(i -> look(story.ticks().get(i)));
        var worsened = story.changed(
                i -> worse.contains(i) ? Look.BREACH : look(story.ticks().get(i)));
        var never = story.recovers().stream().map(recovers -> false).toList();

        var before = Fold.streak().tell(new Story(seen.ticks(), never));
        var after = Fold.streak().tell(new Story(worsened.ticks(), never));

        for (var i = 0; i < before.size(); i++) {
            assertThat(before.get(i).alarm() && !after.get(i).alarm())
                    .as("tick %d of %s, worse at %s", i, story, worse)
                    .isFalse();
        }
    }

    /** Reads the record backwards: three breaches close enough, or an alarm and a breach close enough since. */
    private static boolean alarm(Story story, List<SloVerdict> verdicts, int now) {
        if (verdicts.get(now).judgement() != Judgement.BREACHED) {
            return false;
        }
        var breaches = 1;
        var silent = 0;
        var later = story.ticks().get(now).tick();
        var earlier = new ArrayList<Integer>();
        for (var i = now - 1; i >= 0; i--) {
            var judgement = verdicts.get(i).judgement();
            if (story.recovers().get(i)) {
                break;
            }
            if (judgement == Judgement.REPEATED) {
                continue;
            }
            var tick = story.ticks().get(i).tick();
            if (judgement == Judgement.MET || tick > later) {
                break;
            }
            later = tick;
            if (judgement == Judgement.NO_DATA) {
                silent++;
            } else if (story.ticks().get(now).tick() - tick - silent <= 2 && silent <= 6) {
                breaches++;
                earlier.add(i);
            } else {
                break;
            }
        }
        return breaches >= 3 || earlier.stream().anyMatch(i -> alarm(story, verdicts, i));
    }

    private static Look look(SloObservation seen) {
        return new Look(seen.p99(), seen.outcomes(), seen.availability());
    }
}
