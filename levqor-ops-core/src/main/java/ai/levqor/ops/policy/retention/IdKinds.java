package ai.levqor.ops.policy.retention;

/**
 * Tells users by their ids. Integers from 0 to an end are dense: the id itself is the place of what is kept. The end rises
 * with the number of users, so that at least one in four below it is a user (or it is a million), and then takes over what
 * lay beyond it. Other 64-bit and 128-bit ids have tables.
 */
final class IdKinds<U extends UserStates> {
    /** The most that is counted together. */
    static final int BLOCK = 512;

    private static final int FIRST_END = 1 << 20;
    private static final int IDS_A_USER = 4;

    private final U users;
    private final int[] at = new int[BLOCK];
    private final WideIds wide = new WideIds();
    private LongIds sparse = new LongIds();
    private int denseEnd = FIRST_END;

    private final Some one = new Some(1);
    private final Some someDense = new Some(BLOCK);
    private final Some someSparse = new Some(BLOCK);
    private final Some someWide = new Some(BLOCK);

    IdKinds(U users) {
        this.users = users;
    }

    U users() {
        return users;
    }

    LongIds sparse() {
        return sparse;
    }

    WideIds wide() {
        return wide;
    }

    void seen(long high, long low, int day) {
        one.count = 0;
        one.add(high, low, day);
        seen(one.highs, one.lows, one.days, 0, 1);
    }

    /** Integers {@code ids[i]} on {@code days[i]}, up to {@link #BLOCK} of them from an index on. */
    void seen(long[] ids, int[] days, int from, int count) {
        var lastDense = (long) denseEnd - 1;
        var any = 0L;
        var all = -1L;
        for (int i = 0; i < count; i++) {
            var id = ids[from + i];
            var signOfSparse = id | (lastDense - id);
            any |= signOfSparse;
            all &= signOfSparse;
        }
        if (any >= 0) {
            users.seenDense(ids, days, from, count);
        } else if (all < 0) {
            sparse.locate(ids, from, count, at);
            users.seenInCells(sparse.cells(), at, days, from, count);
        } else {
            for (int i = from; i < from + count; i++) {
                (isDense(0, ids[i]) ? someDense : someSparse).add(0, ids[i], days[i]);
            }
            countSome();
        }
        keepDense();
    }

    /** Ids of any kind, up to {@link #BLOCK} of them from an index on. */
    void seen(long[] highs, long[] lows, int[] days, int from, int count) {
        var integers = 0;
        for (int i = 0; i < count; i++) {
            integers += highs[from + i] == 0 ? 1 : 0;
        }
        if (integers == count) {
            seen(lows, days, from, count);
        } else if (integers == 0) {
            wide.locate(highs, lows, from, count, at);
            users.seenInCells(wide.cells(), at, days, from, count);
            keepDense();
        } else {
            for (int i = from; i < from + count; i++) {
                some(highs[i], lows[i]).add(highs[i], lows[i], days[i]);
            }
            countSome();
            keepDense();
        }
    }

    private Some some(long high, long low) {
        if (high != 0) {
            return someWide;
        }
        return isDense(high, low) ? someDense : someSparse;
    }

    private void countSome() {
        try {
            if (someDense.count > 0) {
                users.seenDense(someDense.lows, someDense.days, 0, someDense.count);
            }
            if (someSparse.count > 0) {
                sparse.locate(someSparse.lows, 0, someSparse.count, at);
                users.seenInCells(sparse.cells(), at, someSparse.days, 0, someSparse.count);
            }
            if (someWide.count > 0) {
                wide.locate(someWide.highs, someWide.lows, 0, someWide.count, at);
                users.seenInCells(wide.cells(), at, someWide.days, 0, someWide.count);
            }
        } finally {
            someDense.count = 0;
            someSparse.count = 0;
            someWide.count = 0;
        }
    }

    boolean isDense(long high, long low) {
        return high == 0 && low >= 0 && low < denseEnd;
    }

    /** The table of the ids with this upper half that are not dense. */
    IdTable table(long high) {
        return high == 0 ? sparse : wide;
    }

    /** The cell of an id that is not dense, a new one if it has none. */
    int take(long high, long low) {
        return high == 0 ? sparse.take(low) : wide.take(high, low);
    }

    /** The cell of an id that is not dense, or {@link IdTable#ABSENT}. */
    int find(long high, long low) {
        return high == 0 ? sparse.find(low) : wide.find(high, low);
    }

    /** Raises the end of the dense ids if there are users enough. */
    void keepDense() {
        var end = users.users() * IDS_A_USER;
        if (end > denseEnd) {
            raiseDenseEnd((int) Math.min(Integer.MAX_VALUE, Long.highestOneBit(end) * 2));
        }
    }

    private void raiseDenseEnd(int end) {
        denseEnd = end;
        var leaving = sparse.below(end);
        if (leaving > 0) {
            var before = sparse;
            sparse = new LongIds();
            sparse.makeRoom(before.size() - leaving);
            before.forEach(cell -> carryOver(before, cell));
        }
    }

    private void carryOver(LongIds from, int cell) {
        var id = from.id(cell);
        if (isDense(0, id)) {
            users.moveToDense(from.cells()[cell], (int) id);
        } else {
            var taken = sparse.take(id);
            sparse.cells()[taken] = from.cells()[cell];
        }
    }

    /** Activity that waits to be counted together. */
    private static final class Some {
        private final long[] highs;
        private final long[] lows;
        private final int[] days;
        private int count;

        Some(int most) {
            highs = new long[most];
            lows = new long[most];
            days = new int[most];
        }

        void add(long high, long low, int day) {
            highs[count] = high;
            lows[count] = low;
            days[count++] = day;
        }
    }
}
