package ai.levqor.ops.policy.scale;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.policy.Reading;
import ai.levqor.ops.policy.scale.RandomScenes.Look;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.domains.Domain;

@Label("What holds of the step policy over any story")
@PropertyDefaults(tries = 500, edgeCases = EdgeCasesMode.NONE)
@Domain(RandomScenes.class)
class StepPolicyFoldPropertyTest {
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    /** A look, what was decided, and the worker count that follows; `lived` is time that passed, jumps back left out. */
    private record Event(Seen seen, Duration lived, ScaleDecision decision, boolean carriedOut) {

        boolean carriedOut(ScaleAction action) {
            return carriedOut && decision.action() == action;
        }

        int workersAfter() {
            return carriedOut ? decision.to() : decision.from();
        }
    }

    @Property
    @Label("two steps up are at least 30 s apart, two steps down at least ten minutes")
    void stepsKeepTheirDistance(@ForAll StepSettings settings, @ForAll List<Look> looks) {
        var story = tell(settings, looks);

        assertThat(story).filteredOn(e -> e.carriedOut(ScaleAction.SCALE_UP)).satisfies(ups -> apart(ups, 30));
        assertThat(story).filteredOn(e -> e.carriedOut(ScaleAction.SCALE_DOWN)).satisfies(downs -> apart(downs, 600));
    }

    @Property
    @Label("it steps down exactly when the record of all looks shows ten idle minutes without a break")
    void stepsDownExactlyWhenIdleLongEnough(@ForAll StepSettings settings, @ForAll List<Look> looks) {
        var story = tell(settings, looks);

        for (var i = 0; i < story.size(); i++) {
            var now = story.get(i);
            var due = now.seen().workers() > settings.limits().min()
                    && idle(now.seen())
                    && idleFor(story.subList(0, i + 1)).compareTo(TEN_MINUTES) >= 0;
            assertThat(now.decision().action() == ScaleAction.SCALE_DOWN)
                    .as("look %d: %s", i, now)
                    .isEqualTo(due);
        }
    }

    @Property
    @Label("started within the limits and left alone, it stays within them")
    void staysWithinLimits(@ForAll StepSettings settings, @ForAll List<Look> looks) {
        var alone = looks.stream()
                .map(look -> new Look(look.after(), look.seen(), 0, look.carriedOut()))
                .toList();

        assertThat(tell(settings, alone))
                .allSatisfy(event -> assertThat(event.workersAfter())
                        .isBetween(settings.limits().min(), settings.limits().max()));
    }

    private static List<Event> tell(StepSettings settings, List<Look> looks) {
        var fold = new Fold(settings);
        var story = new ArrayList<Event>();
        var at = Duration.ZERO;
        var lived = Duration.ZERO;
        var workers = settings.limits().min();
        for (var look : looks) {
            at = at.plus(look.after());
            lived = look.after().isNegative() ? lived : lived.plus(look.after());
            var seen = look.seen().workers(Math.max(0, workers + look.byHand())).at(at);
            var decision = look.carriedOut() ? fold.apply(seen) : fold.leave(seen);
            var event = new Event(seen, lived, decision, look.carriedOut());
            story.add(event);
            workers = event.workersAfter();
        }
        return story;
    }

    private static void apart(List<? extends Event> steps, long seconds) {
        for (var i = 1; i < steps.size(); i++) {
            assertThat(steps.get(i).lived().minus(steps.get(i - 1).lived()))
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(seconds));
        }
    }

    /** Reads the whole record backwards, instead of remembering. */
    private static Duration idleFor(List<Event> story) {
        var now = story.get(story.size() - 1).seen().at();
        var since = now;
        var later = story.get(story.size() - 1).seen();
        for (var i = story.size() - 2; i >= 0; i--) {
            var event = story.get(i);
            var gap = Duration.between(event.seen().at(), later.at());
            if (!idle(event.seen())
                    || event.carriedOut(ScaleAction.SCALE_UP)
                    || gap.isNegative()
                    || gap.compareTo(Duration.ofSeconds(60)) > 0
                    || later.workers() != event.workersAfter()) {
                break;
            }
            since = event.seen().at();
            later = event.seen();
            if (event.carriedOut(ScaleAction.SCALE_DOWN)) {
                break;
            }
        }
        return Duration.between(since, now);
    }

    private static boolean idle(Seen seen) {
        var depth = seen.depth() instanceof Reading.Known<Long> known && fresh(known, seen) && known.measured() == 0;
        var latency = seen.latency() instanceof Reading.Known<Latency> known
                && fresh(known, seen)
                && known.measured().p95().map(p95 -> p95.toMillis() < 40).orElse(true);
        return depth && latency;
    }

    private static boolean fresh(Reading.Known<?> known, Seen seen) {
        return Duration.between(known.sampledAt(), seen.at()).abs().toSeconds() <= 60;
    }
}
