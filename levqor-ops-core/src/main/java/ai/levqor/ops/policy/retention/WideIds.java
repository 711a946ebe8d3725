package ai.levqor.ops.policy.retention;

import java.util.Arrays;

/** Slots of 128-bit ids. */
final class WideIds extends SlotTable {
    private final int[] at = new int[IdKinds.BLOCK];
    private final int[] left = new int[IdKinds.BLOCK];

    /** The two halves of each id, by turns. */
    private long[] ids = new long[32];

    /** The slots of up to {@link IdKinds#BLOCK} ids, new ones for those that have none. */
    void slots(long[] highs, long[] lows, int count, int[] slots) {
        var mask = cells().length - 1;
        for (int i = 0; i < count; i++) {
            at[i] = hash(highs[i], lows[i]) & mask;
            left[i] = i;
        }
        for (var others = count; others > 0; ) {
            others = probe(highs, lows, others, slots);
        }
        for (int i = 0; i < count; i++) {
            if (slots[i] == ABSENT) {
                slots[i] = slot(highs[i], lows[i]);
            }
        }
    }

    /**
     * Looks at the cell of each id that is left, and goes on to the next cell with those that have met another id there.
     * Does not branch, so that the processor waits for many ids at a time.
     *
     * @return how many are left
     */
    private int probe(long[] highs, long[] lows, int count, int[] slots) {
        var cells = cells();
        var mask = cells.length - 1;
        for (int j = 0; j < count; j++) {
            var i = left[j];
            slots[i] = cells[at[i]] - 1;
            at[i] = (at[i] + 1) & mask;
        }
        var others = 0;
        for (int j = 0; j < count; j++) {
            var i = left[j];
            var slot = slots[i];
            var difference = (ids[2 * Math.max(slot, 0)] ^ highs[i]) | (ids[2 * Math.max(slot, 0) + 1] ^ lows[i]);
            left[others] = i;
            others += (difference == 0 ? 0 : 1) & ~(slot >> 31);
        }
        return others;
    }

    /** The slot of an id, a new one if it has none. */
    int slot(long high, long low) {
        var cell = probe(high, low);
        var found = cells()[cell];
        if (found != 0) {
            return found - 1;
        }
        var slot = take(cell);
        if (2 * slot >= ids.length) {
            ids = Arrays.copyOf(ids, 2 * (slot + (slot >> 1)));
        }
        ids[2 * slot] = high;
        ids[2 * slot + 1] = low;
        growIfFull();
        return slot;
    }

    /** The slot of an id, or {@link #ABSENT}. */
    int find(long high, long low) {
        return cells()[probe(high, low)] - 1;
    }

    long high(int slot) {
        return ids[2 * slot];
    }

    long low(int slot) {
        return ids[2 * slot + 1];
    }

    void remove(int slot) {
        release(slot);
        ids[2 * slot] = 0;
        ids[2 * slot + 1] = 0;
    }

    private int probe(long high, long low) {
        var cells = cells();
        var mask = cells.length - 1;
        var at = hash(high, low) & mask;
        while (cells[at] != 0 && !is(cells[at] - 1, high, low)) {
            at = (at + 1) & mask;
        }
        return at;
    }

    private boolean is(int slot, long high, long low) {
        return ids[2 * slot] == high && ids[2 * slot + 1] == low;
    }

    @Override
    int hash(int slot) {
        return hash(ids[2 * slot], ids[2 * slot + 1]);
    }

    private static int hash(long high, long low) {
        var mixed = (high * 0xC2B2AE3D27D4EB4FL ^ low ^ (low >>> 32)) * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 32) ^ (int) (mixed >>> 15);
    }
}
