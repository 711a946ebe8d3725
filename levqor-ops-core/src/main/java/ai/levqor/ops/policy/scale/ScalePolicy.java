package ai.levqor.ops.policy.scale;

/**
 * Decides how many workers there should be. The same state and the same observation always give the same step: an
 * implementation reads no clock, keeps no field that changes, and has no random source. The engine, the dry run, the
 * simulation and a replay all call this one method.
 *
 * <p><b>Threading:</b> an implementation is immutable and may be called by many threads.
 *
 * @param <S> what the policy remembers between two observations; immutable, usually a record
 */
public interface ScalePolicy<S> {

    /** What is remembered before the first observation. */
    S start();

    /**
     * One step of the fold.
     *
     * @param state what the last step left, or {@link #start}
     * @param seen what is observed now
     */
    ScaleStep<S> decide(S state, ScaleObservation seen);
}
