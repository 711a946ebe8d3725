package ai.levqor.ops.policy.slo;

import static java.util.Objects.requireNonNull;

/**
 * A verdict, and what to remember. Evidence that led to a recovery never leads to a second one.
 *
 * @param verdict what the tick says
 * @param next what to remember if no recovery began
 * @param recovered what to remember if one did: this tick is judged, and nothing before it counts any more
 */
public record SloStep<S>(SloVerdict verdict, S next, S recovered) {

    public SloStep {
        requireNonNull(verdict, "verdict");
        requireNonNull(next, "next");
        requireNonNull(recovered, "recovered");
    }
}
