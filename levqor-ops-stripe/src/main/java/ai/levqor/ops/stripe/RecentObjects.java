package ai.levqor.ops.stripe;

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
    private final Map<String, Long> created = new HashMap<>();
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
        return created.containsKey(id);
    }

    /** Remembers an object; those of a reading come newest first. */
    void add(Listed item) {
        newest = Math.max(newest, item.created());
        if (item.created() < newest - overlap) {
            return;
        }
        if (created.size() >= most) {
            floor = Math.max(floor, item.created() + 1);
        } else {
            created.put(item.id(), item.created());
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

    /** Forgets what no later reading comes to. */
    void trim() {
        var from = readAgainFrom().orElse(0);
        created.values().removeIf(it -> it < from);
    }
}
