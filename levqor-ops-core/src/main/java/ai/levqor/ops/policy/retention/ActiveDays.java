package ai.levqor.ops.policy.retention;

import java.util.Arrays;

/**
 * Each user's active days. The number in a cell is 1 more than the user's slot: slots are given out in turn, those of
 * forgotten users again first.
 */
final class ActiveDays implements UserStates {
    private final DayBits dense;
    private final DayBits slots;
    private final long[] slotsOf = new long[IdKinds.BLOCK];
    private int[] free = {};
    private int freed;
    private int end;

    ActiveDays(Days days, LiveCounts counts) {
        this.dense = new DayBits(days, counts);
        this.slots = new DayBits(days, counts);
    }

    /** The days of users with dense ids, by the id. */
    DayBits dense() {
        return dense;
    }

    /** The days of all other users, by the slot. */
    DayBits slots() {
        return slots;
    }

    @Override
    public void seenDense(long[] ids, int[] days, int from, int count) {
        dense.seen(ids, from, days, from, count);
    }

    @Override
    public void seenInCells(long[] cells, int[] at, int[] days, int from, int count) {
        for (int i = 0; i < count; i++) {
            slotsOf[i] = slot(cells, at[i]);
        }
        slots.seen(slotsOf, 0, days, from, count);
    }

    /** The slot of the user in a cell, who gets one if there is none yet. */
    int slot(long[] cells, int cell) {
        if (cells[cell] == 0) {
            cells[cell] = 1L + (freed > 0 ? free[--freed] : end++);
        }
        return (int) cells[cell] - 1;
    }

    @Override
    public void moveToDense(long number, int id) {
        dense.addAll(id, slots, (int) number - 1);
        release((int) number - 1);
    }

    /** Forgets the days of a slot's user, and gives the slot to another one. */
    void release(int slot) {
        slots.clear(slot);
        if (freed == free.length) {
            free = Arrays.copyOf(free, Math.max(16, freed * 2));
        }
        free[freed++] = slot;
    }

    @Override
    public long users() {
        return dense.users() + slots.users();
    }

    void cover(Days days) {
        dense.cover(days);
        slots.cover(days);
    }
}
