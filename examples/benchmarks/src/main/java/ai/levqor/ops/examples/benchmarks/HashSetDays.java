package ai.levqor.ops.examples.benchmarks;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** What comes to mind first: a set of the users of each day; a window is a set of all in its days. */
final class HashSetDays {
    private final int firstDay;
    private final List<Set<Long>> days = new ArrayList<>();

    HashSetDays(int firstDay, int days) {
        this.firstDay = firstDay;
        for (int day = 0; day < days; day++) {
            this.days.add(new HashSet<>());
        }
    }

    void seen(long id, int day) {
        days.get(day - firstDay).add(id);
    }

    /** Active users of each day in each of the windows. */
    List<long[]> actives() {
        return RoaringDays.WINDOWS.stream()
                .map(window -> IntStream.range(0, days.size())
                        .mapToLong(day -> union(Math.max(0, day - window + 1), day + 1))
                        .toArray())
                .toList();
    }

    private long union(int from, int to) {
        var union = new HashSet<Long>();
        days.subList(from, to).forEach(union::addAll);
        return union.size();
    }
}
