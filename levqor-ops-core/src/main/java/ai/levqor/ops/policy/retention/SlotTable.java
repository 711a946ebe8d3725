package ai.levqor.ops.policy.retention;

import java.util.Arrays;

/**
 * A hash table from ids to slots, by open addressing and linear probing. Slots are given out in turn, those of removed ids
 * again first. At most two cells in three are taken, of 4 bytes each; a subclass keeps the ids by slot.
 */
abstract class SlotTable {
    static final int ABSENT = -1;

    private static final int LEAST = 1 << 10;
    private static final int MOST = 1 << 30;

    /** Slot + 1; 0 is empty. The length is a power of two. */
    private int[] cells = new int[LEAST];

    private int[] free = {};
    private int freed;
    private int taken;
    private int ends;

    /** Well mixed bits of a slot's id. */
    abstract int hash(int slot);

    /** The slot after the highest one that was ever given out. */
    final int end() {
        return ends;
    }

    final int[] cells() {
        return cells;
    }

    /** Gives a slot to an id that is absent, at the empty cell that the probing has ended in. */
    final int take(int cell) {
        var slot = freed > 0 ? free[--freed] : ends++;
        cells[cell] = slot + 1;
        taken++;
        return slot;
    }

    /** To be called when the id of a taken slot is in place. */
    final void growIfFull() {
        if (taken > cells.length / 3 * 2) {
            if (cells.length == MOST) {
                throw new IllegalStateException("more ids than one counter can tell apart; count by shares");
            }
            rehash(cells.length * 2);
        }
    }

    /** Places all slots anew. There are more than ever before, so that none has been given back and not out again. */
    private void rehash(int length) {
        cells = new int[length];
        for (int slot = 0; slot < ends; slot++) {
            place(slot);
        }
    }

    private void place(int slot) {
        var mask = cells.length - 1;
        var at = hash(slot) & mask;
        while (cells[at] != 0) {
            at = (at + 1) & mask;
        }
        cells[at] = slot + 1;
    }

    /** Gives a slot back: closes the gap in the table, so that nothing of the id is left in it. */
    final void release(int slot) {
        var mask = cells.length - 1;
        var gap = hash(slot) & mask;
        while (cells[gap] != slot + 1) {
            gap = (gap + 1) & mask;
        }
        for (var at = (gap + 1) & mask; cells[at] != 0; at = (at + 1) & mask) {
            var home = hash(cells[at] - 1) & mask;
            if (((at - home) & mask) >= ((at - gap) & mask)) {
                cells[gap] = cells[at];
                gap = at;
            }
        }
        cells[gap] = 0;
        taken--;
        if (freed == free.length) {
            free = Arrays.copyOf(free, Math.max(16, freed * 2));
        }
        free[freed++] = slot;
    }
}
