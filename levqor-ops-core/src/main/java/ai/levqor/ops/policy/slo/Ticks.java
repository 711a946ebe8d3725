package ai.levqor.ops.policy.slo;

import org.jspecify.annotations.Nullable;

/** How the number of a tick compares with the last one that was judged. */
final class Ticks {
    private Ticks() {}

    /** The same, or the one before: two instances, or a timer that fired twice. */
    static boolean judged(@Nullable Long last, long tick) {
        return last != null && (tick == last || tick == last - 1);
    }

    /** So far back that the clock must have been set back. */
    static boolean wentBack(@Nullable Long last, long tick) {
        return last != null && tick < last - 1;
    }
}
