package ai.levqor.ops.policy.slo;

/** What one tick says about the objectives. */
public enum Judgement {
    /** It cannot be said whether they were met. Neither counts nor resets. */
    NO_DATA,
    /** They were met. */
    MET,
    /** At least one was missed. */
    BREACHED,
    /** The tick was judged before, and the first verdict stands. */
    REPEATED
}
