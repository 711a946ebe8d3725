package ai.levqor.ops.spi.queue;

/**
 * How far a redrive has come, as the queue itself counts: exact after a crash of whoever drives it.
 *
 * @param found dead jobs when it began, zero or more: its bound
 * @param moved those that became ready again
 * @param quarantined those that had been redriven too often
 * @param left those it may still move; fewer than the rest if somebody else took some away
 */
public record RedriveProgress(long found, long moved, long quarantined, long left) {

    public RedriveProgress {
        if (moved < 0 || quarantined < 0 || left < 0 || moved + quarantined + left > found) {
            throw new IllegalArgumentException(
                    "moved, quarantined and left must be >= 0 and at most found together, were " + moved + ", "
                            + quarantined + ", " + left + " of " + found);
        }
    }

    /** Whether nothing is left. */
    public boolean finished() {
        return left == 0;
    }
}
