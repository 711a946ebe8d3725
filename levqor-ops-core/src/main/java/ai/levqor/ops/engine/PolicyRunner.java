package ai.levqor.ops.engine;

import ai.levqor.ops.engine.ask.Memory;
import ai.levqor.ops.policy.scale.ScaleDecision;
import ai.levqor.ops.policy.scale.ScaleObservation;
import ai.levqor.ops.policy.scale.ScalePolicy;
import ai.levqor.ops.policy.scale.ScaleStep;

/**
 * A policy and its memory: folds observations one after the other.
 *
 * <p><b>Threading:</b> {@link #begin} and its turn by one thread at a time; {@link #preview} by any.
 */
final class PolicyRunner<S> {
    private final ScalePolicy<S> policy;
    private final Memory<S> memory;
    private final String mark;

    PolicyRunner(ScalePolicy<S> policy, Memory<S> memory) {
        this.policy = policy;
        this.memory = memory;
        this.mark = DecisionMark.of(policy);
    }

    /** What the policy would decide now. Nothing is remembered of it. */
    ScaleDecision preview(ScaleObservation seen) {
        return policy.decide(memory.last(), seen).decision();
    }

    /** Reads the memory and decides. */
    Turn begin(ScaleObservation seen) {
        var before = memory.load();
        return new Turn(before, policy.decide(before, seen));
    }

    /** A decision that is made, and not yet remembered. */
    final class Turn {
        private final S before;
        private final ScaleStep<S> step;

        private Turn(S before, ScaleStep<S> step) {
            this.before = before;
            this.step = step;
        }

        ScaleDecision decision() {
            return step.decision();
        }

        /** The memory before the decision, as text. */
        String before() {
            return memory.encode(before);
        }

        /** What the policy decides by. */
        String mark() {
            return mark;
        }

        /** Whether the memory can be written at all, as far as is known. */
        boolean memoryUsable() {
            return memory.usable();
        }

        /** Remembers the decision as carried out; {@code false} if it must not be, see {@link Memory#save}. */
        boolean intend() {
            return memory.save(step.next());
        }

        /** Remembers the decision as not carried out; {@code false} as in {@link #intend}. */
        boolean leave() {
            return memory.save(step.unapplied());
        }
    }
}
