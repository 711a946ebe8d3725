package ai.levqor.ops.engine.recovery;

/** What became of a recovery as a whole. */
public enum RecoveryOutcome {
    /** A dry run: nothing was done. */
    PLANNED,
    /** It is under way. */
    RUNNING,
    /** Every step that was to be done is done. */
    RECOVERED,
    /** Some steps are done, some failed. */
    PARTLY,
    /** No step that was to be done is done. */
    FAILED,
    /** It was called for, and there was nothing this host could do. */
    NOTHING_TO_DO,
    /** A person ended it. */
    CANCELLED,
    /** The process that ran it ended before it did. */
    INTERRUPTED,
    /** It was not called for, or a guard refused it: the reason tells. */
    REFUSED,
    /** Nothing was done, because the state store could not be written: acting without memory would be reckless. */
    STORE_FAILED;

    /** Whether it is over, one way or another. */
    public boolean ended() {
        return this != RUNNING;
    }
}
