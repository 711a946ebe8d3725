package ai.levqor.ops.simulation;

import java.util.ArrayDeque;

/** The workers: those that serve, and those that still start. */
final class Fleet {
    private final ArrayDeque<Starting> starting = new ArrayDeque<>();
    private final long startUp;
    private int ready;
    private int pending;

    private record Starting(long readyAt, int workers) {}

    Fleet(int ready, long startUpSeconds) {
        this.ready = ready;
        this.startUp = startUpSeconds;
    }

    /** Workers whose start-up is over begin to serve. */
    void advance(long second) {
        for (var next = starting.peekFirst(); next != null && next.readyAt() <= second; next = starting.peekFirst()) {
            starting.removeFirst();
            ready += next.workers();
            pending -= next.workers();
        }
    }

    /** More workers start; fewer are taken at once, first from those that start, the latest first. */
    void resize(int target, long second) {
        if (target > size()) {
            var added = target - size();
            starting.addLast(new Starting(second + startUp, added));
            pending += added;
        }
        while (target < size() && !starting.isEmpty()) {
            var latest = starting.removeLast();
            var kept = Math.max(0, latest.workers() - (size() - target));
            pending -= latest.workers() - kept;
            if (kept > 0) {
                starting.addLast(new Starting(latest.readyAt(), kept));
            }
        }
        ready = Math.min(ready, target);
    }

    int ready() {
        return ready;
    }

    /** All workers, also those that start; each of them is paid for. */
    int size() {
        return ready + pending;
    }
}
