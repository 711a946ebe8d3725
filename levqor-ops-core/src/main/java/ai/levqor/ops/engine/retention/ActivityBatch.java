package ai.levqor.ops.engine.retention;

import ai.levqor.ops.policy.retention.ActivityCounter;
import ai.levqor.ops.spi.activity.ActivitySink;

/**
 * Gathers activity and counts it many rows at a time, which a counter does several times as fast as one by one.
 *
 * <p><b>Threading:</b> for one thread.
 */
final class ActivityBatch implements ActivitySink {
    private static final int ROWS = 4_096;

    private final ActivityCounter counter;
    private final long[] highs = new long[ROWS];
    private final long[] lows = new long[ROWS];
    private final int[] days = new int[ROWS];
    private int filled;

    ActivityBatch(ActivityCounter counter) {
        this.counter = counter;
    }

    @Override
    public void seen(long high, long low, int epochDay) {
        highs[filled] = high;
        lows[filled] = low;
        days[filled] = epochDay;
        if (++filled == ROWS) {
            count();
        }
    }

    /** Counts what is gathered. */
    void count() {
        counter.seen(highs, lows, days, filled);
        filled = 0;
    }

    /** Whether all that came is counted. */
    boolean isEmpty() {
        return filled == 0;
    }
}
