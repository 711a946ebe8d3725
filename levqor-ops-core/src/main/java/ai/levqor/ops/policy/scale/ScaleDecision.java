package ai.levqor.ops.policy.scale;

import static java.util.Objects.requireNonNull;

import ai.levqor.ops.policy.Fact;
import java.util.List;

/**
 * What to do about the number of workers, and why. Sentences, JSON and log lines are made from it elsewhere.
 *
 * @param action what to do
 * @param reason the one reason that settled it
 * @param from workers now, zero or more
 * @param to workers there should be; differs from {@code from} exactly if the action changes something
 * @param guard whether money stops scale-ups; a scale-down may be decided all the same
 * @param facts the numbers that were looked at; a signal that is unknown is not among them
 */
public record ScaleDecision(ScaleAction action, ScaleReason reason, int from, int to, Guard guard, List<Fact> facts) {

    public ScaleDecision {
        requireNonNull(reason, "reason");
        requireNonNull(guard, "guard");
        facts = List.copyOf(facts);
        var fits = switch (action) {
            case SCALE_UP -> to > from;
            case SCALE_DOWN -> to < from;
            case FREEZE, HOLD -> to == from;
        };
        if (!fits || from < 0 || to < 0) {
            throw new IllegalArgumentException(action + " cannot go from " + from + " to " + to + " workers");
        }
    }

    /** A decision by a policy without a cost guard: up, down or hold, as the numbers say. */
    public static ScaleDecision of(ScaleReason reason, int from, int to, Fact... facts) {
        var action = to > from ? ScaleAction.SCALE_UP : to < from ? ScaleAction.SCALE_DOWN : ScaleAction.HOLD;
        return new ScaleDecision(action, reason, from, to, Guard.OFF, List.of(facts));
    }

    /** Whether the cost guard stands. */
    public boolean frozen() {
        return guard == Guard.FROZEN;
    }

    /** What the cost guard says. */
    public enum Guard {
        /** There is no spend limit, so nothing guards the cost. */
        OFF,
        /** The spend is within its limit. */
        CLEAR,
        /** No scale-up. */
        FROZEN
    }
}
