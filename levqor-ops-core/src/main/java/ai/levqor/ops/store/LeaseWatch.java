package ai.levqor.ops.store;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Since when this process has seen no new renewal of a lease, by its own elapsed time. Of the names that are watched the last
 * 1,000 are remembered; one that is forgotten is watched anew, for a whole length.
 *
 * <p><b>Threading:</b> safe for many threads.
 */
final class LeaseWatch {
    private static final int MOST = 1_000;

    private final LongSupplier ticker;
    private final Map<String, Sight> sights = new LinkedHashMap<>();

    LeaseWatch(LongSupplier ticker) {
        this.ticker = ticker;
    }

    /**
     * Whether a lease that is held was not renewed for its length.
     *
     * @param asked when the row was asked for: it may be as old as that
     */
    synchronized boolean isOver(LeaseRow row, long asked) {
        var sight = sights.get(row.lease().name());
        if (sight == null || sight.token != row.lease().token() || sight.beat != row.beat()) {
            see(row, ticker.getAsLong());
            return false;
        }
        return asked - sight.since >= row.length().toNanos();
    }

    /** Remembers what was written here. Its holder counts from before it asked, and so does everybody here. */
    synchronized void wrote(LeaseRow row, long asked) {
        see(row, asked);
    }

    private void see(LeaseRow row, long since) {
        sights.remove(row.lease().name());
        if (sights.size() >= MOST) {
            sights.remove(sights.keySet().iterator().next());
        }
        sights.put(row.lease().name(), new Sight(row.lease().token(), row.beat(), since));
    }

    private record Sight(long token, long beat, long since) {}
}
