package ai.levqor.ops.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The last decisions, newest first.
 *
 * <p><b>Threading:</b> safe for many threads.
 */
final class History {
    private final int size;
    private final Deque<ScaleReport> reports = new ArrayDeque<>();

    History(int size) {
        this.size = size;
    }

    synchronized void add(ScaleReport report) {
        if (reports.size() == size) {
            reports.removeLast();
        }
        reports.addFirst(report);
    }

    synchronized List<ScaleReport> newest(int limit) {
        return reports.stream().limit(limit).toList();
    }
}
