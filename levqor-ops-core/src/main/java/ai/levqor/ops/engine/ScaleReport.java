package ai.levqor.ops.engine;

import ai.levqor.ops.policy.scale.ScaleDecision;
import ai.levqor.ops.policy.scale.ScaleObservation;

/**
 * A decision with all that it was made from, and what became of it.
 *
 * @param seen what was observed, with its time
 * @param signals what else is known of that moment; no decision depends on it
 * @param decision what to do, and why
 * @param autoscaleEnabled whether decisions are carried out
 * @param outcome what was done
 */
public record ScaleReport(
        ScaleObservation seen, Signals signals, ScaleDecision decision, boolean autoscaleEnabled, Outcome outcome) {

    /**
     * What was done about a decision.
     *
     * @param result how far it got
     * @param workers the worker target afterwards
     * @param message one sentence for a person, without secrets
     */
    public record Outcome(Result result, int workers, String message) {}

    /** How far a decision got. */
    public enum Result {
        /** Nobody asked to carry it out: a dry run. */
        NOT_ASKED,
        /** There was nothing to change: hold or freeze. */
        NOTHING_TO_DO,
        /** {@code AUTOSCALE_ENABLED} is off. */
        DISABLED,
        /** Another instance of the fleet leads, or none is known to; this one has only looked. */
        NOT_LEADING,
        /** The flag is written and the workers follow. */
        APPLIED,
        /** The flag is written; there is no pool to tell, so the host must read the flag. */
        APPLIED_WITHOUT_POOL,
        /** The flag is written; the pool refused, and is told again within seconds. */
        POOL_FAILED,
        /** Somebody else changed the flags at the same time; nothing is written. */
        OUTRUN,
        /** The flags or the state could not be written; nothing has changed. */
        STORE_FAILED;

        /** Whether the worker target was written. */
        public boolean applied() {
            return this == APPLIED || this == APPLIED_WITHOUT_POOL || this == POOL_FAILED;
        }
    }
}
