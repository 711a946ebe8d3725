package ai.levqor.ops.policy.recovery;

/** Why there is a recovery, or why there is none. */
public enum RecoveryReason {
    /** The error rate is above its limit. */
    ERROR_RATE(true, true),
    /** Something failed within the window. */
    FAILURES(true, true),
    /** The watchdog has seen the objectives missed, and nothing fails. */
    OBJECTIVES_MISSED(true, true),
    /** Nothing fails. */
    NOT_NEEDED(false, false),
    /** Neither the error rate nor the failures are known. */
    SIGNALS_UNKNOWN(false, false),
    /** A recovery is under way. */
    ALREADY_RUNNING(false, false),
    /** {@code INCIDENT_AUTORECOVER} is off: nothing acts. */
    AUTORECOVER_OFF(true, false),
    /** There were as many automatic recoveries within an hour as are allowed, and nobody has released the latch since. */
    LATCHED(true, false),
    /** The last recovery was a moment ago. */
    COOLING_DOWN(true, false);

    private final boolean calledFor;
    private final boolean recovers;

    RecoveryReason(boolean calledFor, boolean recovers) {
        this.calledFor = calledFor;
        this.recovers = recovers;
    }

    /** Whether the signals, or the watchdog, call for a recovery, be it that a guard refuses it. */
    public boolean calledFor() {
        return calledFor;
    }

    /** Whether it is a reason to recover. */
    public boolean recovers() {
        return recovers;
    }
}
