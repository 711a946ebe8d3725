package ai.levqor.ops.policy.retention;

import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Finds a user's slot by the id. Integers from 0 to an end are their own slots; the end rises with the number of users, so
 * that at least one in four below it is a user (or it is a million), and then takes over what lay beyond it. Other 64-bit and
 * 128-bit ids have hash tables.
 */
final class IdKinds<S extends Slots> {
    /** The most that is counted together. */
    static final int BLOCK = 512;

    private static final int FIRST_END = 1 << 20;
    private static final int IDS_A_USER = 4;

    private final Supplier<S> kind;
    private final LongSupplier users;
    private final S dense;
    private final S wide;
    private final WideIds wideIds = new WideIds();
    private S sparse;
    private LongIds sparseIds = new LongIds();
    private int denseEnd = FIRST_END;

    private final Pending denseNext = new Pending();
    private final Pending sparseNext = new Pending();
    private final Pending wideNext = new Pending();

    /**
     * @param kind makes what is kept of the users of one kind of id
     * @param users how many users there are now
     */
    IdKinds(Supplier<S> kind, LongSupplier users) {
        this.kind = kind;
        this.users = users;
        this.dense = kind.get();
        this.sparse = kind.get();
        this.wide = kind.get();
    }

    void seen(long high, long low, int day) {
        add(high, low, day);
        count();
    }

    void seen(long[] ids, int[] days, int count) {
        for (int from = 0; from < count; from += BLOCK) {
            var length = Math.min(BLOCK, count - from);
            if (allDense(ids, from, length)) {
                dense.seen(denseNext.slots, days, from, length);
                keepDense();
            } else {
                for (int i = from; i < from + length; i++) {
                    add(0, ids[i], days[i]);
                }
                count();
            }
        }
    }

    void seen(long[] highs, long[] lows, int[] days, int count) {
        for (int from = 0; from < count; from += BLOCK) {
            var end = Math.min(count, from + BLOCK);
            for (int i = from; i < end; i++) {
                add(highs[i], lows[i], days[i]);
            }
            count();
        }
    }

    /** What is kept of the users of this id's kind. */
    S slots(long high, long low) {
        if (high != 0) {
            return wide;
        }
        return isDense(low) ? dense : sparse;
    }

    /** The slot of an id, a new one if it has none. */
    int slot(long high, long low) {
        if (high != 0) {
            return wideIds.slot(high, low);
        }
        return isDense(low) ? (int) low : sparseIds.slot(low);
    }

    /** The slot of an id, or {@link SlotTable#ABSENT}. */
    int find(long high, long low) {
        if (high != 0) {
            return wideIds.find(high, low);
        }
        return isDense(low) ? (int) low : sparseIds.find(low);
    }

    /** Leaves nothing of an id at its slot, which is free for another one. */
    void release(long high, long low, int slot) {
        if (high != 0) {
            wideIds.remove(slot);
        } else if (!isDense(low)) {
            sparseIds.remove(slot);
        }
    }

    S dense() {
        return dense;
    }

    S sparse() {
        return sparse;
    }

    S wide() {
        return wide;
    }

    long sparseId(int slot) {
        return sparseIds.id(slot);
    }

    WideIds wideIds() {
        return wideIds;
    }

    private boolean isDense(long id) {
        return id >= 0 && id < denseEnd;
    }

    /** Whether all ids of a block are dense; then their slots are in place. */
    private boolean allDense(long[] ids, int from, int length) {
        var slots = denseNext.slots;
        long beyond = 0;
        for (int i = 0; i < length; i++) {
            var id = ids[from + i];
            beyond |= id | (denseEnd - 1 - id);
            slots[i] = (int) id;
        }
        return beyond >= 0;
    }

    private void add(long high, long low, int day) {
        if (high != 0) {
            wideNext.add(high, low, day);
        } else if (isDense(low)) {
            denseNext.slots[denseNext.count] = (int) low;
            denseNext.days[denseNext.count++] = day;
        } else {
            sparseNext.add(0, low, day);
        }
    }

    private void count() {
        try {
            if (denseNext.count > 0) {
                dense.seen(denseNext.slots, denseNext.days, 0, denseNext.count);
            }
            if (sparseNext.count > 0) {
                sparseIds.slots(sparseNext.lows, sparseNext.count, sparseNext.slots);
                sparse.seen(sparseNext.slots, sparseNext.days, 0, sparseNext.count);
            }
            if (wideNext.count > 0) {
                wideIds.slots(wideNext.highs, wideNext.lows, wideNext.count, wideNext.slots);
                wide.seen(wideNext.slots, wideNext.days, 0, wideNext.count);
            }
        } finally {
            denseNext.count = 0;
            sparseNext.count = 0;
            wideNext.count = 0;
        }
        keepDense();
    }

    /** Raises the end of the dense ids if there are users enough. */
    void keepDense() {
        var end = users.getAsLong() * IDS_A_USER;
        if (end > denseEnd) {
            raiseDenseEnd((int) Math.min(Integer.MAX_VALUE, Long.highestOneBit(end) * 2));
        }
    }

    private void raiseDenseEnd(int end) {
        denseEnd = end;
        var left = 0;
        for (int slot = 0; slot < sparseIds.end(); slot++) {
            if (sparse.has(slot)) {
                var id = sparseIds.id(slot);
                if (isDense(id)) {
                    sparse.move(slot, dense, (int) id);
                    sparseIds.remove(slot);
                } else {
                    left++;
                }
            }
        }
        if (left == 0) {
            sparse = kind.get();
            sparseIds = new LongIds();
        }
    }

    /** Activity of one kind of id that waits to be counted together. */
    private static final class Pending {
        private final long[] highs = new long[BLOCK];
        private final long[] lows = new long[BLOCK];
        private final int[] days = new int[BLOCK];
        private final int[] slots = new int[BLOCK];
        private int count;

        void add(long high, long low, int day) {
            highs[count] = high;
            lows[count] = low;
            days[count++] = day;
        }
    }
}
