package ai.levqor.ops.policy.slo;

/**
 * Judges whether the objectives are met, and whether a recovery should be asked for. The same state and the same
 * observation always give the same step: an implementation reads no clock, keeps no field that changes, and has no
 * random source.
 *
 * <p>Everything goes by the numbers of the ticks and nothing by their times, so that a timer that jitters, or another
 * instance that takes over, loses no tick and counts none twice. A number that was judged before, or is one less than
 * the last, changes nothing. A number further back means that the clock was set back: what was remembered is of another
 * time, and memory begins anew with this tick.
 *
 * <p><b>Threading:</b> an implementation is immutable and may be called by many threads.
 *
 * @param <S> what the policy remembers between two ticks; immutable, usually a record
 */
public interface SloPolicy<S> {

    /** What is remembered before the first tick. */
    S start();

    /**
     * One step of the fold.
     *
     * @param state what the last step left, or {@link #start}
     * @param seen what is observed at this tick
     */
    SloStep<S> judge(S state, SloObservation seen);
}
