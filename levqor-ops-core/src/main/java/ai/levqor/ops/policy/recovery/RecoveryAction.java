package ai.levqor.ops.policy.recovery;

/** What a recovery does, in this order. */
public enum RecoveryAction {
    /** Moves the dead letters to the retry queue. Safe to take up again: its bound stays. */
    REDRIVE(true),
    /** Replaces the workers. Safe to do again. */
    RESTART_WORKERS(true),
    /** Replaces the process. Never done twice for one incident. */
    ROTATE_PROCESS(false);

    private final boolean repeatable;

    RecoveryAction(boolean repeatable) {
        this.repeatable = repeatable;
    }

    /** Whether it may be done again when nobody knows whether it was done. */
    public boolean repeatable() {
        return repeatable;
    }
}
