package ai.levqor.ops.policy.scale;

import static java.util.Objects.requireNonNull;

/**
 * A decision, and what to remember. Which of the two states holds is known only after acting: a scale-down that was
 * carried out starts its idle time again, one that was not is still due. A decision that changes nothing is never carried
 * out.
 *
 * @param decision what to do and why
 * @param next what to remember if the decision was carried out
 * @param unapplied what to remember if it was not: automation is off, or the act failed
 */
public record ScaleStep<S>(ScaleDecision decision, S next, S unapplied) {

    public ScaleStep {
        requireNonNull(decision, "decision");
        requireNonNull(next, "next");
        requireNonNull(unapplied, "unapplied");
    }

    /** A step that leaves the same memory, carried out or not. */
    public static <S> ScaleStep<S> of(ScaleDecision decision, S memory) {
        return new ScaleStep<>(decision, memory, memory);
    }
}
