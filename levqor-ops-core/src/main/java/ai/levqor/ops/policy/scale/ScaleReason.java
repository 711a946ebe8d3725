package ai.levqor.ops.policy.scale;

/** Why a scale decision is what it is. The facts of the decision give the numbers. */
public enum ScaleReason {
    /** Latency is above its limit. */
    LATENCY_PRESSURE,
    /** The queue is longer than its limit. */
    QUEUE_PRESSURE,
    /** Both latency and queue are above their limits. */
    LATENCY_AND_QUEUE_PRESSURE,
    /** There are fewer workers than the least allowed. */
    BELOW_MIN,
    /** Idle for long enough to give a worker back. */
    IDLE,
    /** There is pressure, and there are as many workers as allowed. */
    AT_MAX,
    /** Idle, and there are as few workers as allowed. */
    AT_MIN,
    /** There is pressure, and the last step up is too recent. */
    STEP_UP_TOO_SOON,
    /** Idle, and not for long enough yet. */
    IDLE_NOT_LONG_ENOUGH,
    /** Neither pressure nor idle. */
    WITHIN_LIMITS,
    /** Latency is not known, or too old to go by. */
    UNKNOWN_LATENCY,
    /** The queue's depth is not known, or too old to go by. */
    UNKNOWN_QUEUE,
    /** Neither latency nor depth is known. */
    UNKNOWN_LATENCY_AND_QUEUE,
    /** The spend of the last 24 hours has reached its share of the limit. */
    SPEND_AT_LIMIT,
    /** The forecast of the next 30 days is above its share of the limit. */
    FORECAST_OVER_LIMIT,
    /** There is a spend limit, and the spend has been unknown for too long. */
    SPEND_UNKNOWN
}
