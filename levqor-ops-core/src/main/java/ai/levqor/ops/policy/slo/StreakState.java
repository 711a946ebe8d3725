package ai.levqor.ops.policy.slo;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@link StreakPolicy} remembers between two ticks.
 *
 * @param last the number of the last tick; null before the first
 * @param streak breaches in a row, zero or more
 * @param breached the numbers of those that are still close enough, oldest first
 * @param silent the numbers of the ticks without data since the oldest of them, oldest first
 */
public record StreakState(@Nullable Long last, int streak, List<Long> breached, List<Long> silent) {

    /** Nothing seen yet. */
    public static final StreakState START = new StreakState(null, 0, List.of(), List.of());

    public StreakState {
        breached = List.copyOf(breached);
        silent = List.copyOf(silent);
        if (streak < breached.size()) {
            throw new IllegalArgumentException(
                    "streak must be at least the " + breached.size() + " breaches remembered, was " + streak);
        }
    }

    /** No streak; the tick is judged. */
    static StreakState without(@Nullable Long last) {
        return new StreakState(last, 0, List.of(), List.of());
    }
}
