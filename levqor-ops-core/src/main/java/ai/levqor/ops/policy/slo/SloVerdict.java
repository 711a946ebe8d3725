package ai.levqor.ops.policy.slo;

import static java.util.Objects.requireNonNull;

import ai.levqor.ops.policy.Fact;
import java.util.List;

/**
 * What a tick says about the objectives, and why.
 *
 * @param judgement met, breached, or neither
 * @param reason the one reason that settled it
 * @param alarm whether a recovery should be asked for; only if breached
 * @param streak breaches (of a burn rate: alarms) in a row up to this tick, zero or more
 * @param facts the numbers that were looked at; a signal that is unknown is not among them
 */
public record SloVerdict(Judgement judgement, SloReason reason, boolean alarm, int streak, List<Fact> facts) {

    public SloVerdict {
        requireNonNull(judgement, "judgement");
        requireNonNull(reason, "reason");
        facts = List.copyOf(facts);
        if (alarm && judgement != Judgement.BREACHED) {
            throw new IllegalArgumentException("only a breach may raise an alarm, was " + judgement);
        }
        if (streak < 0) {
            throw new IllegalArgumentException("streak must be >= 0, was " + streak);
        }
    }
}
