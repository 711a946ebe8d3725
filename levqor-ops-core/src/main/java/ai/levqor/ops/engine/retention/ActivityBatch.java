package ai.levqor.ops.engine.retention;

import ai.levqor.ops.policy.retention.ActivityCounter;
import ai.levqor.ops.spi.activity.ActivitySink;

/**
 * Counts activity many rows at a time, which a counter does several times as fast as one by one: what comes one by one is
 * gathered, and what comes together is handed on as it is.
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

    @Override
    public void seen(long[] ids, int[] epochDays, int count) {
        count();
        counter.seen(ids, epochDays, count);
    }

    @Override
    public void seen(long[] idHighs, long[] idLows, int[] epochDays, int count) {
        count();
        counter.seen(idHighs, idLows, epochDays, count);
    }

    /** Counts what is gathered. */
    void count() {
        if (filled > 0) {
            counter.seen(highs, lows, days, filled);
            filled = 0;
        }
    }

    /** Whether all that came is counted. */
    boolean isEmpty() {
        return filled == 0;
    }
}
