package ai.levqor.ops.spi.activity;

/** Takes what an {@link ActivitySource} reads. Used by one thread. */
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
}
