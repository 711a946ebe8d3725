package ai.levqor.ops.policy.retention;

import java.util.Arrays;

/** Slots of 128-bit ids. */
final class WideIds extends SlotTable {
    private final int[] elsewhere = new int[IdKinds.BLOCK];

    /** The two halves of each id, by turns. */
    private long[] ids = new long[32];

    /** The slots of up to {@link IdKinds#BLOCK} ids, new ones for those that have none; most are found without a branch. */
    void slots(long[] highs, long[] lows, int count, int[] slots) {
        var cells = cells();
        var mask = cells.length - 1;
        for (int i = 0; i < count; i++) {
            slots[i] = cells[hash(highs[i], lows[i]) & mask];
        }
        var others = 0;
        for (int i = 0; i < count; i++) {
            var slot = slots[i] - 1;
            var at = 2 * Math.max(slot, 0);
            slots[i] = slot;
            elsewhere[others] = i;
            var difference = (ids[at] ^ highs[i]) | (ids[at + 1] ^ lows[i]) | Math.min(slot, 0);
            others += difference == 0 ? 0 : 1;
        }
        for (int i = 0; i < others; i++) {
            slots[elsewhere[i]] = slot(highs[elsewhere[i]], lows[elsewhere[i]]);
        }
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
