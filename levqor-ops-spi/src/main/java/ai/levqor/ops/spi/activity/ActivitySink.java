package ai.levqor.ops.spi.activity;

/**
 * Takes what an {@link ActivitySource} reads, one by one or many at a time, as the source likes. Used by one thread.
 *
 * <p>Arrays belong to the source, which may fill them anew after the call: a sink neither keeps nor changes them.
 */
@FunctionalInterface
public interface ActivitySink {

    /**
     * A user was active on a day. The same user and day may come again, and days may come in any order.
     *
     * @param high the upper half of the user's id: zero for an integer; else that of a UUID, or of a 128-bit hash of a text
     * @param low the lower half, or the integer itself
     * @param epochDay days since 1970-01-01
     */
    void seen(long high, long low, int epochDay);

    /**
     * Users with integers for ids were active: as {@code seen(0, ids[i], epochDays[i])} for each {@code i < count}, in order.
     *
     * @param count from 0 to the length of the arrays
     */
    default void seen(long[] ids, int[] epochDays, int count) {
        for (int i = 0; i < count; i++) {
            seen(0, ids[i], epochDays[i]);
        }
    }

    /**
     * Users were active: as {@code seen(highs[i], lows[i], epochDays[i])} for each {@code i < count}, in order.
     *
     * @param count from 0 to the length of the arrays
     */
    default void seen(long[] highs, long[] lows, int[] epochDays, int count) {
        for (int i = 0; i < count; i++) {
            seen(highs[i], lows[i], epochDays[i]);
        }
    }
}
