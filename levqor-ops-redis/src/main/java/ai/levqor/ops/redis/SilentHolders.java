package ai.levqor.ops.redis;

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
final class SilentHolders {
    private static final int MOST = 1_000;

    private final LongSupplier ticker;
    private final Map<Fire, Sight> sights = new LinkedHashMap<>(); // guarded by this

    SilentHolders(LongSupplier ticker) {
        this.ticker = ticker;
    }

    /**
     * Whether a holder has not beaten for a lease.
     *
     * @param hold what was read of it
     * @param asked when that was asked for: it may be as old as that
     */
    synchronized boolean isDead(Fire fire, Hold hold, Duration lease, long asked) {
        var sight = sights.get(fire);
        if (sight == null || !sight.hold.equals(hold)) {
            see(fire, hold);
            return false;
        }
        return lease.compareTo(Duration.ofNanos(asked - sight.since)) <= 0;
    }

    synchronized void forget(Fire fire) {
        sights.remove(fire);
    }

    private void see(Fire fire, Hold hold) {
        sights.remove(fire);
        if (sights.size() >= MOST) {
            sights.remove(sights.keySet().iterator().next());
        }
        sights.put(fire, new Sight(hold, ticker.getAsLong()));
    }

    /**
     * A holder as it was seen.
     *
     * @param beat unlike any other
     */
    record Hold(String token, String beat) {}

    private record Sight(Hold hold, long since) {}
}
