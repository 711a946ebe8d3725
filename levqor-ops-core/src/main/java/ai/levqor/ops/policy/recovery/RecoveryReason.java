package ai.levqor.ops.policy.recovery;

/** Why there is a recovery, or why there is none. */
public enum RecoveryReason {
    /** The error rate is above its limit. */
    ERROR_RATE(true),
    /** Something failed within the window. */
    FAILURES(true),
    /** The watchdog has seen the objectives missed, and nothing fails. */
    OBJECTIVES_MISSED(true),
    /** Nothing fails. */
    NOT_NEEDED(false),
    /** Neither the error rate nor the failures are known. */
    SIGNALS_UNKNOWN(false),
    /** A recovery is under way. */
    ALREADY_RUNNING(false),
    /** {@code INCIDENT_AUTORECOVER} is off: nothing acts. */
    AUTORECOVER_OFF(false),
    /** There were as many automatic recoveries within an hour as are allowed, and nobody has released the latch since. */
    LATCHED(false),
    /** The last recovery was a moment ago. */
    COOLING_DOWN(false);

    private final boolean recovers;

    RecoveryReason(boolean recovers) {
        this.recovers = recovers;
    }

    /** Whether it is a reason to recover. */
    public boolean recovers() {
        return recovers;
    }
}
