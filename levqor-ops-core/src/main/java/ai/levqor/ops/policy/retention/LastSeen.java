package ai.levqor.ops.policy.retention;

/**
 * The first and the last active day of each user, 16 bits each as positions from 1 on; 0 is no user. Counts each new
 * active day into the rows of its day.
 */
final class LastSeen implements Slots {
    private static final int LOWER = 0xFFFF;

    private final IntPages pages = new IntPages();
    private final int[] changed = new int[IdKinds.BLOCK];
    private final DayRows rows;
    private final int dayZero;
    private long users;

    /**
     * @param rows where to count
     * @param firstDay the day of position 1
     */
    LastSeen(DayRows rows, int firstDay) {
        this.rows = rows;
        this.dayZero = firstDay - 1;
    }

    @Override
    public void seen(int[] slots, int[] days, int from, int count) {
        pages.reach(slots, count);
        var backwards = false;
        for (int at = 0; at < count; ) {
            var day = days[from + at];
            var end = at + 1;
            while (end < count && days[from + end] == day) {
                end++;
            }
            backwards |= seen(slots, at, end, day - dayZero);
            at = end;
        }
        if (backwards) {
            throw new IllegalArgumentException(
                    "the days of a user must not decrease here; a counter for any order takes them");
        }
    }

    /**
     * Moves users on to a day, and then counts what was known of those who were not there yet. In two loops, since the first
     * waits for memory and does not branch: so the processor waits for many users at a time.
     *
     * @return whether any user had a later day, and was left alone
     */
    private boolean seen(int[] slots, int from, int to, int day) {
        var count = 0;
        var signs = 0;
        for (int i = from; i < to; i++) {
            var page = pages.page(slots[i]);
            var at = slots[i] & IntPages.MASK;
            var known = page[at];
            var gap = day - (known & LOWER);
            page[at] = known + Math.max(gap, 0) + (known == 0 ? day << 16 : 0);
            changed[count] = known;
            count += -gap >>> 31;
            signs |= gap;
        }
        count(count, day);
        return signs < 0;
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

    long users() {
        return users;
    }

    /** Adds each user at the distance from the first to the last day. */
    void addLast(int[][] byLastAndFirst) {
        for (var page : pages.pages()) {
            for (var known : page) {
                if (known != 0) {
                    byLastAndFirst[known & LOWER][known >>> 16]++;
                }
            }
        }
    }

    @Override
    public boolean has(int slot) {
        return pages.get(slot) != 0;
    }

    @Override
    public void move(int slot, Slots to, int at) {
        var other = (LastSeen) to;
        other.pages.set(at, pages.get(slot));
        pages.set(slot, 0);
        users--;
        other.users++;
    }
}
