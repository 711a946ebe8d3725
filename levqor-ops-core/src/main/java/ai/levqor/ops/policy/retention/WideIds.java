package ai.levqor.ops.policy.retention;

/** 128-bit ids with a number each. The upper half of an id is never 0. */
final class WideIds extends IdTable {
    private static final int WIDTH = 3;

    private final int[] left = new int[IdKinds.BLOCK];

    WideIds() {
        super(WIDTH);
    }

    /** The cells of up to {@link IdKinds#BLOCK} ids, new ones for those that have none. */
    void locate(long[] highs, long[] lows, int from, int count, int[] at) {
        makeRoom(count);
        var others = atHome(cells(), capacity(), highs, lows, from, count, at);
        fetchBehind(left, others, at);
        for (int i = 0; i < others; i++) {
            var id = from + left[i];
            at[left[i]] = search(highs[id], lows[id], at[left[i]]);
        }
    }

    /**
     * Where the search for each id begins. Does not branch, so that the processor waits for many ids at a time.
     *
     * @return how many are not there
     */
    private int atHome(long[] cells, int capacity, long[] highs, long[] lows, int from, int count, int[] at) {
        for (int i = 0; i < count; i++) {
            at[i] = home(hash(highs[from + i], lows[from + i]), capacity) * WIDTH;
        }
        fetch(at, count);
        var others = 0;
        for (int i = 0; i < count; i++) {
            left[others] = i;
            var difference = (cells[at[i] + 1] ^ highs[from + i]) | (cells[at[i] + 2] ^ lows[from + i]);
            others += (int) ((difference | -difference) >>> 63);
        }
        return others;
    }

    /** The cell of an id, a new one if it has none. */
    int take(long high, long low) {
        makeRoom(1);
        return search(high, low, home(hash(high, low)));
    }

    private int search(long high, long low, int from) {
        var cells = cells();
        var cell = from;
        while (cells[cell + 1] != high || cells[cell + 2] != low) {
            if (cells[cell + 1] == 0) {
                cells[cell + 1] = high;
                cells[cell + 2] = low;
                taken();
                return cell;
            }
            cell = after(cell);
        }
        return cell;
    }

    /** The cell of an id, or {@link #ABSENT}. */
    int find(long high, long low) {
        if (size() == 0) {
            return ABSENT;
        }
        var cell = home(hash(high, low));
        while (isTaken(cells(), cell)) {
            if (is(cell, high, low)) {
                return cell;
            }
            cell = after(cell);
        }
        return ABSENT;
    }

    private boolean is(int cell, long high, long low) {
        return low(cell) == low && high(cell) == high;
    }

    /** The upper half of the id in a cell. */
    long high(int cell) {
        return cells()[cell + 1];
    }

    /** The lower half of the id in a cell. */
    long low(int cell) {
        return cells()[cell + 2];
    }

    @Override
    void move(long[] from, long[] to, int capacity) {
        for (int cell = 0; cell < from.length; cell += WIDTH) {
            var high = from[cell + 1];
            var low = from[cell + 2];
            if (high != 0) {
                var free = home(hash(high, low), capacity) * WIDTH;
                while (to[free + 1] != 0) {
                    free = after(free);
                }
                to[free] = from[cell];
                to[free + 1] = high;
                to[free + 2] = low;
            }
        }
    }

    @Override
    boolean isTaken(long[] cells, int cell) {
        return cells[cell + 1] != 0;
    }

    @Override
    int hash(long[] cells, int cell) {
        return hash(cells[cell + 1], cells[cell + 2]);
    }

    private static int hash(long high, long low) {
        return (int) (((high * 0xC2B2AE3D27D4EB4FL ^ low ^ (low >>> 32)) * 0x9E3779B97F4A7C15L) >>> 32);
    }
}
