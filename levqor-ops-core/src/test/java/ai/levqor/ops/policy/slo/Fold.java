package ai.levqor.ops.policy.slo;

import java.util.ArrayList;
import java.util.List;

/** Ticks folded through a policy; no recovery begins unless a test says so. */
final class Fold<S> {
    private final SloPolicy<S> policy;
    private S state;

    Fold(SloPolicy<S> policy) {
        this.policy = policy;
        this.state = policy.start();
    }

    static Fold<StreakState> streak() {
        return new Fold<>(new StreakPolicy(StreakSettings.DEFAULTS));
    }

    static Fold<BurnState> burn() {
        return new Fold<>(new BurnRatePolicy(BurnSettings.DEFAULTS));
    }

    SloVerdict see(SloObservation seen) {
        var step = policy.judge(state, seen);
        state = step.next();
        return step.verdict();
    }

    /** Sees it, and a recovery begins. */
    SloVerdict recover(SloObservation seen) {
        var step = policy.judge(state, seen);
        state = step.recovered();
        return step.verdict();
    }

    /** A whole story, verdict by verdict. */
    List<SloVerdict> tell(RandomTicks.Story story) {
        var verdicts = new ArrayList<SloVerdict>();
        for (var i = 0; i < story.ticks().size(); i++) {
            var seen = story.ticks().get(i);
            verdicts.add(story.recovers().get(i) ? recover(seen) : see(seen));
        }
        return verdicts;
    }

    S state() {
        return state;
    }
}
