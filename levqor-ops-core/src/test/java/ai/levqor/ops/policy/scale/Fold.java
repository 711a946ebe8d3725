package ai.levqor.ops.policy.scale;

import java.time.Duration;

/** Observations folded through the step policy, each decision carried out or not. */
final class Fold {
    private final StepPolicy policy;
    private StepState state;

    Fold(StepSettings settings) {
        this(settings, StepState.START);
    }

    Fold(StepSettings settings, StepState state) {
        this.policy = new StepPolicy(settings);
        this.state = state;
    }

    static ScaleDecision once(StepSettings settings, Seen seen) {
        return new Fold(settings).apply(seen);
    }

    /** Decides and carries it out. */
    ScaleDecision apply(Seen seen) {
        var step = policy.decide(state, seen.observation());
        state = step.next();
        return step.decision();
    }

    /** Decides, and nobody acts. */
    ScaleDecision leave(Seen seen) {
        var step = policy.decide(state, seen.observation());
        state = step.unapplied();
        return step.decision();
    }

    /** Sees the same every 15 s from {@code from} on, up to but without {@code to}, and carries out each decision. */
    Fold watch(Seen seen, Duration from, Duration to) {
        for (var at = from; at.compareTo(to) < 0; at = at.plusSeconds(15)) {
            apply(seen.at(at));
        }
        return this;
    }

    StepState state() {
        return state;
    }
}
