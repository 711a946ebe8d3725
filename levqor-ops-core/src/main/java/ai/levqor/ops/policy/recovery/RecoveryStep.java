package ai.levqor.ops.policy.recovery;

/**
 * A decision and what the guards remember after it.
 *
 * @param decision what to do
 * @param next the guards once the recovery has begun
 * @param unapplied the guards if it is refused, or nobody begins it
 */
public record RecoveryStep(RecoveryDecision decision, RecoveryGuards next, RecoveryGuards unapplied) {}
