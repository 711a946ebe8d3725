package ai.levqor.ops.engine.recovery;

import static java.util.Objects.requireNonNull;

import ai.levqor.ops.engine.ask.StateCodec;
import ai.levqor.ops.policy.recovery.RecoverySettings;
import ai.levqor.ops.policy.slo.SloPolicy;
import java.time.Duration;

/**
 * The numbers of incidents.
 *
 * @param policy when to recover
 * @param redrive how fast dead letters are moved
 * @param watchEvery time between two looks of the watchdog, above zero
 * @param rule when the objectives are missed
 * @param window over which the self-probe is judged, above zero
 * @param answerWithin how long a request for a recovery waits for its end, zero or more
 * @param kept incidents that are kept in memory, one or more
 */
public record RecoverySetup(
        RecoverySettings policy,
        RedriveSettings redrive,
        Duration watchEvery,
        Rule<?> rule,
        Duration window,
        Duration answerWithin,
        int kept) {

    /**
     * A policy on the objectives, and how its state is kept.
     *
     * @param name of the rule; two rules do not share a state
     * @param policy when the objectives are missed
     * @param codec how its state is kept
     */
    public record Rule<S>(String name, SloPolicy<S> policy, StateCodec<S> codec) {}

    public RecoverySetup {
        requireNonNull(policy, "policy");
        requireNonNull(redrive, "redrive");
        requireNonNull(rule, "rule");
        positive("watchEvery", watchEvery);
        positive("window", window);
        if (answerWithin.isNegative()) {
            throw new IllegalArgumentException("answerWithin must be >= 0, was " + answerWithin);
        }
        if (kept < 1) {
            throw new IllegalArgumentException("kept must be >= 1, was " + kept);
        }
    }

    private static void positive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " must be > 0, was " + value);
        }
    }
}
