package ai.levqor.ops.policy.scale;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What {@link StepPolicy} remembers between two observations.
 *
 * @param seenAt the last observation's time; null before the first
 * @param workers the workers there should be after the last step
 * @param idleSince since when the backend is idle without a break; null if it is not
 * @param lastUpAt when the last step up was carried out; null if none was
 * @param spendKnownAt when the spend was last known, or first looked for; null while there is no limit
 * @param spendVerdict what the last known spend meant
 */
public record StepState(
        @Nullable Instant seenAt,
        int workers,
        @Nullable Instant idleSince,
        @Nullable Instant lastUpAt,
        @Nullable Instant spendKnownAt,
        SpendVerdict spendVerdict) {

    /** Nothing seen yet. */
    public static final StepState START = new StepState(null, 0, null, null, null, SpendVerdict.FREE);

    public StepState {
        requireNonNull(spendVerdict, "spendVerdict");
    }

    /** What the last known spend meant. It stands while the spend is unknown, until that lasts too long. */
    public enum SpendVerdict {
        /** No reason to freeze. */
        FREE,
        /** The spend of 24 hours had reached its share of the limit. */
        SPEND_AT_LIMIT,
        /** The forecast of 30 days was above its share of the limit. */
        FORECAST_OVER_LIMIT
    }
}
