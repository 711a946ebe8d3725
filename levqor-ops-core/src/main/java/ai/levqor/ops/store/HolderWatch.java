package ai.levqor.ops.store;

import ai.levqor.ops.spi.state.Fire;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Since when this process has seen no new beat of a holder, by its own elapsed time. Of the fires that are watched the last
 * 1,000 are remembered; one that is forgotten is watched anew, for a whole lease.
 *
 * <p><b>Threading:</b> safe for many threads.
 */
final class HolderWatch {
    private static final int MOST = 1_000;

    private final LongSupplier ticker;
    private final Map<Fire, Sight> sights = new LinkedHashMap<>();

    HolderWatch(LongSupplier ticker) {
        this.ticker = ticker;
    }

    /**
     * Whether a holder has not beaten for a lease.
     *
     * @param row what was read of it
     * @param asked when that was asked for: the row may be as old as that
     */
    synchronized boolean isDead(FireRow row, Duration lease, long asked) {
        var sight = sights.get(row.fire());
        if (sight == null || sight.token != row.token() || sight.beat != row.beat()) {
            see(row);
            return false;
        }
        return lease.compareTo(Duration.ofNanos(asked - sight.since)) <= 0;
    }

    synchronized void forget(Fire fire) {
        sights.remove(fire);
    }

    private void see(FireRow row) {
        sights.remove(row.fire());
        if (sights.size() >= MOST) {
            sights.remove(sights.keySet().iterator().next());
        }
        sights.put(row.fire(), new Sight(row.token(), row.beat(), ticker.getAsLong()));
    }

    private record Sight(long token, long beat, long since) {}
}
