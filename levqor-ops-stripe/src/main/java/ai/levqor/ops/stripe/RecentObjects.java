package ai.levqor.ops.stripe;

import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The objects of the newest minutes. A later reading begins within them, since an object may turn up a little late, and
 * none is counted twice. Where there are more than can be remembered, the later reading begins later. Not safe for many
 * threads.
 */
final class RecentObjects {
    private final long overlap;
    private final int most;
    /** When each was made, of the readings before. */
    private Map<String, Long> known = Map.of();
    /** When each was made, of this reading. */
    private final Map<String, Long> fresh = new HashMap<>();

    private long newest = -1;
    private long floor;

    /**
     * @param overlap how late an object may turn up, in seconds
     * @param most how many are remembered
     */
    RecentObjects(long overlap, int most) {
        this.overlap = overlap;
        this.most = most;
    }

    boolean contains(String id) {
        return known.containsKey(id) || fresh.containsKey(id);
    }

    /** Remembers an object; those of a reading come newest first. */
    void add(Listed item) {
        newest = Math.max(newest, item.created());
        if (item.created() < newest - overlap) {
            return;
        }
        if (fresh.size() < most) {
            fresh.put(item.id(), item.created());
        } else {
            floor = Math.max(floor, item.created() + 1);
        }
    }

    /** The second at which the next reading begins; empty if there was no object yet. */
    OptionalLong readAgainFrom() {
        return newest < 0 ? OptionalLong.empty() : OptionalLong.of(Math.max(Math.max(newest - overlap, floor), 0));
    }

    /** When the newest object of all was made. */
    OptionalLong newest() {
        return newest < 0 ? OptionalLong.empty() : OptionalLong.of(newest);
    }

    /** Ends a reading: forgets what no later one comes to. */
    void trim() {
        var all = new HashMap<>(known);
        all.putAll(fresh);
        fresh.clear();
        forget(all);
        if (all.size() > most) {
            var times = all.values().stream().sorted(Comparator.reverseOrder()).toList();
            floor = Math.max(floor, times.get(most) + 1);
            forget(all);
        }
        known = Collections.unmodifiableMap(all);
    }

    private void forget(Map<String, Long> objects) {
        var from = readAgainFrom().orElse(0);
        objects.values().removeIf(it -> it < from);
    }
}
