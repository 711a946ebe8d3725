package ai.levqor.ops.policy.retention;

/** 64-bit ids with a number each. An id is never 0. */
final class LongIds extends IdTable {
    private static final int WIDTH = 2;

    private final int[] left = new int[IdKinds.BLOCK];

    LongIds() {
        super(WIDTH);
    }

    /** The cells of up to {@link IdKinds#BLOCK} ids, new ones for those that have none. */
    void locate(long[] ids, int from, int count, int[] at) {
        makeRoom(count);
        var others = atHome(cells(), capacity(), ids, from, count, at);
        fetchBehind(left, others, at);
        for (int i = 0; i < others; i++) {
            at[left[i]] = search(ids[from + left[i]], at[left[i]]);
        }
    }

    /**
     * Where the search for each id begins. Does not branch, so that the processor waits for many ids at a time.
     *
     * @return how many are not there
     */
    private int atHome(long[] cells, int capacity, long[] ids, int from, int count, int[] at) {
        for (int i = 0; i < count; i++) {
            at[i] = home(hash(ids[from + i]), capacity) * WIDTH;
        }
        fetch(at, count);
        var others = 0;
        for (int i = 0; i < count; i++) {
            left[others] = i;
            var difference = cells[at[i] + 1] ^ ids[from + i];
            others += (int) ((difference | -difference) >>> 63);
        }
        return others;
    }

    /** The cell of an id, a new one if it has none. */
    int take(long id) {
        makeRoom(1);
        return search(id, home(hash(id)));
    }

    private int search(long id, int from) {
        var cells = cells();
        var cell = from;
        for (var there = cells[cell + 1]; there != id; there = cells[cell + 1]) {
            if (there == 0) {
                cells[cell + 1] = id;
                taken();
                return cell;
            }
            cell = after(cell);
        }
        return cell;
    }

    /** The cell of an id, or {@link #ABSENT}. */
    int find(long id) {
        if (size() == 0) {
            return ABSENT;
        }
        var cell = home(hash(id));
        while (isTaken(cells(), cell)) {
            if (id(cell) == id) {
                return cell;
            }
            cell = after(cell);
        }
        return ABSENT;
    }

    /** How many ids are positive and below an end. */
    int below(int end) {
        var cells = cells();
        var count = 0;
        for (int cell = 0; cell < cells.length; cell += WIDTH) {
            var id = cells[cell + 1];
            count += id > 0 && id < end ? 1 : 0;
        }
        return count;
    }

    /** The id in a cell. */
    long id(int cell) {
        return cells()[cell + 1];
    }

    @Override
    void move(long[] from, long[] to, int capacity) {
        for (int cell = 0; cell < from.length; cell += WIDTH) {
            var id = from[cell + 1];
            if (id != 0) {
                var free = home(hash(id), capacity) * WIDTH;
                while (to[free + 1] != 0) {
                    free = after(free);
                }
                to[free] = from[cell];
                to[free + 1] = id;
            }
        }
    }

    @Override
    boolean isTaken(long[] cells, int cell) {
        return cells[cell + 1] != 0;
    }

    @Override
    int hash(long[] cells, int cell) {
        return hash(cells[cell + 1]);
    }

    private static int hash(long id) {
        return (int) (((id ^ (id >>> 32)) * 0x9E3779B97F4A7C15L) >>> 32);
    }
}
