package ai.levqor.ops.policy.slo;

/** Why a verdict is what it is. The facts of the verdict give the numbers. */
public enum SloReason {
    /** A source is away, or there was nothing to measure. */
    NO_DATA,
    /** The tick has its verdict. */
    ALREADY_JUDGED,
    /** Nothing is missed. */
    WITHIN_OBJECTIVES,
    /** An objective was missed, and not often enough yet. */
    BREACHED,
    /** Objectives were missed so often in a row that it is an alarm. */
    BREACHED_IN_A_ROW,
    /** The error budget burns too fast over an hour, and still does over the last five minutes. */
    BURN_1H_5M,
    /** The error budget burns too fast over six hours, and still does over the last half hour. */
    BURN_6H_30M,
    /** One window of a pair burns too fast and the other does not: too short to matter, or over already. */
    BURNING
}
