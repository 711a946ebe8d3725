package ai.levqor.ops.examples.benchmarks;

import ai.levqor.ops.policy.retention.ActivityCounter;
import ai.levqor.ops.policy.retention.ActivityTotals;
import ai.levqor.ops.spi.activity.ActivitySink;

/** Hands activity on to a counter, some thousand at a time. */
final class CounterFeed implements ActivitySink {
    private static final int BATCH = 4_096;

    private final ActivityCounter counter;
    private final long[] highs = new long[BATCH];
    private final long[] lows = new long[BATCH];
    private final int[] days = new int[BATCH];
    private int filled;

    CounterFeed(ActivityCounter counter) {
        this.counter = counter;
    }

    @Override
    public void seen(long high, long low, int epochDay) {
        highs[filled] = high;
        lows[filled] = low;
        days[filled] = epochDay;
        if (++filled == BATCH) {
            flush();
        }
    }

    @Override
    public void seen(long[] ids, int[] epochDays, int count) {
        counter.seen(ids, epochDays, count);
    }

    @Override
    public void seen(long[] idHighs, long[] idLows, int[] epochDays, int count) {
        counter.seen(idHighs, idLows, epochDays, count);
    }

    private void flush() {
        counter.seen(highs, lows, days, filled);
        filled = 0;
    }

    ActivityTotals totals() {
        flush();
        return counter.totals();
    }
}
