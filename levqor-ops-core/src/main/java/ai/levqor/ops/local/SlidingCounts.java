package ai.levqor.ops.local;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counters over a sliding window, in a ring of slices. What was counted stays for the window, and leaves at most one
 * slice later.
 *
 * <p>A cell is one number: the slice it belongs to in its upper half, the count in its lower half. So a cell is started
 * anew by the same atomic step that counts into it: no count is lost, counted twice, or carried over to a later slice,
 * however long a thread stands still in between. A thread that comes so late that its slice has left the window counts
 * nothing, which is exact too.
 *
 * <p>Safe for many threads, without locks. A read is no snapshot: what is counted meanwhile may be in it or not.
 * A counter holds up to four billion a slice.
 */
final class SlidingCounts {
    private static final long COUNT = 0xFFFF_FFFFL;

    private final long sliceNanos;
    private final int slotBits;
    private final int slots;
    private final AtomicLongArray cells;

    /**
     * Counters that are all zero.
     *
     * @param slots a power of two; one for the running slice, the others share the window
     */
    SlidingCounts(int counters, Duration window, int slots) {
        this.sliceNanos = (window.toNanos() + slots - 2) / (slots - 1);
        this.slotBits = Integer.numberOfTrailingZeros(slots);
        this.slots = slots;
        this.cells = new AtomicLongArray(counters << slotBits);
    }

    /** Counts one, at a time in nanoseconds since these counters began. */
    void increment(int counter, long now) {
        var slice = sliceAt(now);
        var cell = (counter << slotBits) + (slice & (slots - 1));
        long before;
        long after;
        do {
            before = cells.get(cell);
            var age = slice - (int) (before >>> 32);
            if (age < 0) {
                return;
            }
            after = age == 0 ? before + 1 : ((long) slice << 32) + 1;
        } while (!cells.weakCompareAndSetVolatile(cell, before, after));
    }

    /** The counter's count in the window that ends now. */
    long sum(int counter, long now) {
        var oldest = sliceAt(now) - (slots - 1);
        var sum = 0L;
        for (var cell = counter << slotBits; cell < (counter + 1) << slotBits; cell++) {
            var value = cells.get(cell);
            if ((int) (value >>> 32) - oldest >= 0) {
                sum += value & COUNT;
            }
        }
        return sum;
    }

    private int sliceAt(long now) {
        return (int) (Math.max(now, 0) / sliceNanos);
    }
}
