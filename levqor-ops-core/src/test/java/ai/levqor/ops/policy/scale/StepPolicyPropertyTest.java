package ai.levqor.ops.policy.scale;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.policy.Reading;
import ai.levqor.ops.policy.scale.StepSettings.CostGuard;
import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

@Label("What holds of the step policy in any state, for any observation")
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
@Domain(RandomScenes.class)
@Domain(DomainContext.Global.class)
class StepPolicyPropertyTest {

    @Property
    @Label("never more than one step, and never out of the limits from within")
    void oneStepWithinLimits(@ForAll StepSettings settings, @ForAll StepState state, @ForAll Seen seen) {
        var decision = decide(settings, state, seen);

        assertThat(Math.abs(decision.to() - decision.from())).isLessThanOrEqualTo(1);
        assertThat(decision.from()).isEqualTo(seen.workers());
        if (within(settings, seen.workers())) {
            assertThat(within(settings, decision.to())).isTrue();
        }
    }

    @Property
    @Label("from out of the limits only towards them")
    void towardsTheLimits(@ForAll StepSettings settings, @ForAll StepState state, @ForAll Seen seen) {
        Assume.that(!within(settings, seen.workers()));

        var decision = decide(settings, state, seen);

        assertThat(distance(settings, decision.to())).isLessThanOrEqualTo(distance(settings, seen.workers()));
    }

    @Property
    @Label("never up under the guard, and a freeze means that it stands")
    void neverUpUnderTheGuard(@ForAll StepSettings settings, @ForAll StepState state, @ForAll Seen seen) {
        var decision = decide(settings, state, seen);

        if (decision.frozen()) {
            assertThat(decision.action()).isIn(ScaleAction.FREEZE, ScaleAction.SCALE_DOWN);
        } else {
            assertThat(decision.action()).isNotEqualTo(ScaleAction.FREEZE);
        }
    }

    @Property
    @Label("never down while a signal is unknown or stale")
    void neverDownOnUnknown(@ForAll StepSettings settings, @ForAll StepState state, @ForAll Seen seen) {
        Assume.that(unknown(seen.latency(), seen.at()) || unknown(seen.depth(), seen.at()));

        assertThat(decide(settings, state, seen).action()).isNotEqualTo(ScaleAction.SCALE_DOWN);
    }

    @Property
    @Label("more load never means fewer workers")
    void monotoneInLoad(
            @ForAll StepSettings settings,
            @ForAll StepState state,
            @ForAll Seen seen,
            @ForAll @IntRange(min = 0, max = 200) int millis,
            @ForAll @IntRange(min = 0, max = 200) int otherMillis,
            @ForAll @IntRange(min = 0, max = 15) int depth,
            @ForAll @IntRange(min = 0, max = 15) int otherDepth) {
        var less = seen.p95(Math.min(millis, otherMillis)).depth(Math.min(depth, otherDepth));
        var more = seen.p95(Math.max(millis, otherMillis)).depth(Math.max(depth, otherDepth));

        assertThat(decide(settings, state, more).to())
                .isGreaterThanOrEqualTo(decide(settings, state, less).to());
    }

    @Property
    @Label("a spend limit never means more workers")
    void guardNeverAddsWorkers(@ForAll StepSettings settings, @ForAll StepState state, @ForAll Seen seen) {
        var unguarded = settings.with(CostGuard.off());

        assertThat(decide(settings, state, seen).to())
                .isLessThanOrEqualTo(decide(unguarded, state, seen).to());
    }

    @Property
    @Label("the same inputs give the same step, from any instance")
    void sameInputsSameStep(@ForAll StepSettings settings, @ForAll StepState state, @ForAll Seen seen) {
        var one = new StepPolicy(settings).decide(state, seen.observation());
        var other = new StepPolicy(settings).decide(state, seen.observation());

        assertThat(one).isEqualTo(other);
    }

    @Property
    @Label("a decision that changes nothing leaves the same memory, carried out or not")
    void noChangeOneMemory(@ForAll StepSettings settings, @ForAll StepState state, @ForAll Seen seen) {
        var step = new StepPolicy(settings).decide(state, seen.observation());

        assertThat(step.next().equals(step.unapplied()))
                .isEqualTo(!step.decision().action().changes());
    }

    @Property
    @Label("no remembered time is later than the look")
    void nothingRememberedFromTheFuture(@ForAll StepSettings settings, @ForAll StepState state, @ForAll Seen seen) {
        var memory = new StepPolicy(settings).decide(state, seen.observation()).next();

        assertThat(memory.seenAt()).isEqualTo(seen.at());
        for (var time : new Instant[] {memory.idleSince(), memory.lastUpAt(), memory.spendKnownAt()}) {
            assertThat(time == null || !time.isAfter(seen.at())).isTrue();
        }
    }

    private static ScaleDecision decide(StepSettings settings, StepState state, Seen seen) {
        return new StepPolicy(settings).decide(state, seen.observation()).decision();
    }

    private static boolean within(StepSettings settings, int workers) {
        return distance(settings, workers) == 0;
    }

    private static int distance(StepSettings settings, int workers) {
        return Math.max(
                0,
                Math.max(
                        settings.limits().min() - workers,
                        workers - settings.limits().max()));
    }

    private static boolean unknown(Reading<?> reading, Instant at) {
        return !(reading instanceof Reading.Known<?> known)
                || Duration.between(known.sampledAt(), at).abs().compareTo(Duration.ofSeconds(60)) > 0;
    }
}
