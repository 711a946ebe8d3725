package ai.levqor.ops.engine;

import java.time.Duration;

/**
 * The numbers of the loop. All durations are above zero.
 *
 * @param tickEvery time between two ticks
 * @param followEvery time between two looks at the flags for changes made by hand
 * @param sourceDeadline how long a source, a store or a pool may take
 * @param snapshotFor how long a dry run may be answered from the last observation
 * @param historySize decisions that are kept in memory, one or more
 */
public record EngineSettings(
        Duration tickEvery, Duration followEvery, Duration sourceDeadline, Duration snapshotFor, int historySize) {

    /** A tick every 15 s, flags every 2 s, 2 s for a source, snapshots of 1 s, 500 decisions. */
    public static final EngineSettings DEFAULTS = new EngineSettings(
            Duration.ofSeconds(15), Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(1), 500);

    public EngineSettings {
        positive("tickEvery", tickEvery);
        positive("followEvery", followEvery);
        positive("sourceDeadline", sourceDeadline);
        positive("snapshotFor", snapshotFor);
        if (historySize < 1) {
            throw new IllegalArgumentException("historySize must be >= 1, was " + historySize);
        }
    }

    private static void positive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " must be > 0, was " + value);
        }
    }
}
