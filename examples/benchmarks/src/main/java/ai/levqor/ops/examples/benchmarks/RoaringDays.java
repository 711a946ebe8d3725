package ai.levqor.ops.examples.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.roaringbitmap.FastAggregation;
import org.roaringbitmap.RoaringBitmap;

/** The rival: a compressed bitmap of the users of each day; a window is the union of its days. */
final class RoaringDays {
    /** Day, week and month. */
    static final List<Integer> WINDOWS = List.of(1, 7, 30);

    private final int firstDay;
    private final RoaringBitmap[] days;

    RoaringDays(int firstDay, int days) {
        this.firstDay = firstDay;
        this.days = new RoaringBitmap[days];
        Arrays.setAll(this.days, day -> new RoaringBitmap());
    }

    void seen(int id, int day) {
        days[day - firstDay].add(id);
    }

    /** Active users of each day in each of the windows. */
    List<long[]> actives() {
        return WINDOWS.stream()
                .map(window -> IntStream.range(0, days.length)
                        .mapToLong(day -> union(Math.max(0, day - window + 1), day + 1))
                        .toArray())
                .toList();
    }

    private long union(int from, int to) {
        return FastAggregation.or(Arrays.copyOfRange(days, from, to)).getLongCardinality();
    }
}
