package ai.levqor.ops.stripe;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The charges that may still be captured or fail: readings go back to the oldest of them. One that stays undecided for
 * 31 days is given up, since no authorisation lasts longer. Not safe for many threads.
 */
final class UndecidedCharges {
    private static final Logger LOG = LoggerFactory.getLogger(UndecidedCharges.class);
    private static final long LONGEST_SECONDS = 31 * 86_400;
    private static final int MOST = 20_000;

    private final Map<String, Long> created = new HashMap<>();
    private int left;

    void add(Listed item) {
        if (created.size() < MOST) {
            created.put(item.id(), item.created());
        } else {
            left++;
        }
    }

    /** Whether it was one of them; it is none any more. */
    boolean remove(String id) {
        return created.remove(id) != null;
    }

    /** When the oldest of them was made. */
    OptionalLong oldest() {
        return created.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Collections.min(created.values()));
    }

    /**
     * Gives the old ones up, and tells how many.
     *
     * @param now in seconds, by Stripe's clock
     */
    void trim(long now) {
        var before = created.size();
        created.values().removeIf(it -> it < now - LONGEST_SECONDS);
        var givenUp = before - created.size() + left;
        left = 0;
        if (givenUp > 0) {
            LOG.warn(
                    "{} charges will not be counted, should they be captured: undecided for 31 days, or too many",
                    givenUp);
        }
    }
}
