package ai.levqor.ops.policy.slo;

import ai.levqor.ops.policy.slo.SloObservation.Outcomes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@link BurnRatePolicy} remembers between two ticks.
 *
 * @param last the number of the last tick; null before the first
 * @param streak alarms in a row, zero or more
 * @param outcomes tick by tick up to the last one, oldest first, of six hours at most; {@link Outcomes#NONE} for a tick
 *     without data, except at the beginning, where there is none
 */
public record BurnState(@Nullable Long last, int streak, List<Outcomes> outcomes) {

    /** Nothing seen yet. */
    public static final BurnState START = new BurnState(null, 0, List.of());

    public BurnState {
        outcomes = List.copyOf(outcomes);
        if (streak < 0) {
            throw new IllegalArgumentException("streak must be >= 0, was " + streak);
        }
    }
}
