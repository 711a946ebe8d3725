package ai.levqor.ops.policy.scale;

/** What a scale decision does. */
public enum ScaleAction {
    /** More workers. */
    SCALE_UP,
    /** Fewer workers. */
    SCALE_DOWN,
    /** No change, and no scale-up whatever the load: the cost guard stands. */
    FREEZE,
    /** No change. */
    HOLD;

    /** Whether the action changes the number of workers. */
    public boolean changes() {
        return this == SCALE_UP || this == SCALE_DOWN;
    }
}
