package ai.levqor.ops.policy.retention;

import java.util.Arrays;

/** Slots of 64-bit ids. */
final class LongIds extends SlotTable {
    private final int[] at = new int[IdKinds.BLOCK];
    private final int[] left = new int[IdKinds.BLOCK];
    private long[] ids = new long[16];

    /** The slots of up to {@link IdKinds#BLOCK} ids, new ones for those that have none. */
    void slots(long[] wanted, int count, int[] slots) {
        var mask = cells().length - 1;
        for (int i = 0; i < count; i++) {
            at[i] = hash(wanted[i]) & mask;
            left[i] = i;
        }
        for (var others = count; others > 0; ) {
            others = probe(wanted, others, slots);
        }
        for (int i = 0; i < count; i++) {
            if (slots[i] == ABSENT) {
                slots[i] = slot(wanted[i]);
            }
        }
    }

    /**
     * Looks at the cell of each id that is left, and goes on to the next cell with those that have met another id there.
     * Does not branch, so that the processor waits for many ids at a time.
     *
     * @return how many are left
     */
    private int probe(long[] wanted, int count, int[] slots) {
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
            var difference = ids[Math.max(slot, 0)] ^ wanted[i];
            left[others] = i;
            others += (difference == 0 ? 0 : 1) & ~(slot >> 31);
        }
        return others;
    }

    /** The slot of an id, a new one if it has none. */
    int slot(long id) {
        var cell = probe(id);
        var found = cells()[cell];
        if (found != 0) {
            return found - 1;
        }
        var slot = take(cell);
        if (slot >= ids.length) {
            ids = Arrays.copyOf(ids, slot + (slot >> 1));
        }
        ids[slot] = id;
        growIfFull();
        return slot;
    }

    /** The slot of an id, or {@link #ABSENT}. */
    int find(long id) {
        return cells()[probe(id)] - 1;
    }

    /** The id of a slot that is taken. */
    long id(int slot) {
        return ids[slot];
    }

    void remove(int slot) {
        release(slot);
        ids[slot] = 0;
    }

    private int probe(long id) {
        var cells = cells();
        var mask = cells.length - 1;
        var at = hash(id) & mask;
        while (cells[at] != 0 && ids[cells[at] - 1] != id) {
            at = (at + 1) & mask;
        }
        return at;
    }

    @Override
    int hash(int slot) {
        return hash(ids[slot]);
    }

    private static int hash(long id) {
        var mixed = (id ^ (id >>> 32)) * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 32) ^ (int) (mixed >>> 15);
    }
}
