package ai.levqor.ops.policy.retention;

/**
 * The first and the last active day of each user, 16 bits each as positions from 1 on; 0 is no user. Counts each new
 * active day into the rows of its day.
 */
final class LastSeen implements UserStates {
    private static final int LOWER = 0xFFFF;

    private final IntPages dense = new IntPages();
    private final int[] changed = new int[IdKinds.BLOCK];
    private final DayRows rows = new DayRows();
    private final int dayZero;
    private long users;

    /**
     * @param firstDay the day of position 1
     */
    LastSeen(int firstDay) {
        this.dayZero = firstDay - 1;
    }

    /** The counts so far. */
    DayRows rows() {
        return rows;
    }

    @Override
    public void seenDense(long[] ids, int[] days, int from, int count) {
        dense.open(ids, from, count);
        var end = from + count;
        var backwards = 0;
        for (int at = from; at < end; ) {
            var next = runEnd(days, at, end);
            var day = days[at] - dayZero;
            var changes = move(dense.pages(), ids, at, next, day);
            backwards |= changes;
            count(changes & LOWER, day);
            at = next;
        }
        refuse(backwards < 0);
    }

    @Override
    public void seenInCells(long[] cells, int[] at, int[] days, int from, int count) {
        var backwards = 0;
        for (int i = 0; i < count; ) {
            var end = runEnd(days, from + i, from + count) - from;
            var day = days[from + i] - dayZero;
            var changes = move(cells, at, i, end, day);
            backwards |= changes;
            count(changes & LOWER, day);
            i = end;
        }
        refuse(backwards < 0);
    }

    private static int runEnd(int[] days, int from, int end) {
        var at = from + 1;
        while (at < end && days[at] == days[from]) {
            at++;
        }
        return at;
    }

    private static void refuse(boolean backwards) {
        if (backwards) {
            throw new IllegalArgumentException(
                    "the days of a user must not decrease here; a counter for any order takes them");
        }
    }

    /**
     * Moves users on to a day, and notes what was known of those who were not there yet, to be counted after. In two loops,
     * since this one waits for memory and does not branch: so the processor waits for many users at a time.
     *
     * @return how many were noted; with the sign bit if any user had a later day, and was left alone
     */
    private int move(int[][] pages, long[] ids, int from, int to, int day) {
        var count = 0;
        var signs = 0;
        for (int i = from; i < to; i++) {
            var id = (int) ids[i];
            var page = pages[id >>> IntPages.SHIFT];
            var at = id & IntPages.MASK;
            var known = page[at];
            var gap = day - (known & LOWER);
            page[at] = known + Math.max(gap, 0) + (known == 0 ? day << 16 : 0);
            changed[count] = known;
            count += -gap >>> 31;
            signs |= gap;
        }
        return count | (signs & Integer.MIN_VALUE);
    }

    /** The same with users in cells. */
    private int move(long[] cells, int[] at, int from, int to, int day) {
        var count = 0;
        var signs = 0;
        for (int i = from; i < to; i++) {
            var known = (int) cells[at[i]];
            var gap = day - (known & LOWER);
            var now = known + Math.max(gap, 0) + (known == 0 ? day << 16 : 0);
            cells[at[i]] = now;
            changed[count] = known;
            count += -gap >>> 31;
            signs |= gap;
        }
        return count | (signs & Integer.MIN_VALUE);
    }

    private void count(int count, int day) {
        var gaps = rows.gaps(day);
        var firsts = rows.firsts(day);
        var before = gaps[GapHistogram.NEW];
        for (int i = 0; i < count; i++) {
            var known = changed[i];
            gaps[known == 0 ? GapHistogram.NEW : Math.min(day - (known & LOWER), GapHistogram.MOST)]++;
            firsts[known == 0 ? day : known >>> 16]++;
        }
        users += gaps[GapHistogram.NEW] - before;
    }

    @Override
    public long users() {
        return users;
    }

    @Override
    public void moveToDense(long number, int id) {
        dense.set(id, (int) number);
    }

    /** Counts the last day of each user with a dense id, by its position and that of the first. */
    void addLast(int[][] lasts) {
        for (var page : dense.pages()) {
            for (var known : page) {
                if (known != 0) {
                    lasts[known & LOWER][known >>> 16]++;
                }
            }
        }
    }

    /** Counts the last day of each user of a table. */
    static void addLast(IdTable table, int[][] lasts) {
        table.forEach(cell -> {
            var known = (int) table.cells()[cell];
            lasts[known & LOWER][known >>> 16]++;
        });
    }
}
