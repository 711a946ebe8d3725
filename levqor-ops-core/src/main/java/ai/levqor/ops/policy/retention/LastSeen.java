package ai.levqor.ops.policy.retention;

/**
 * The first and the last active day of each user, 16 bits each as positions from 1 on; 0 is no user. Counts each new
 * active day into the rows of its day.
 */
final class LastSeen implements Slots {
    private static final int LOWER = 0xFFFF;

    private final IntPages pages = new IntPages();
    private final DayRows rows;
    private final int dayZero;
    private long users;
    /** Written so that the loads of {@link #touch} are not optimised away. */
    @SuppressWarnings("UnusedVariable")
    private int touched;

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
        touch(slots, count);
        var all = pages.pages();
        var today = -1;
        int[] gaps = {};
        int[] firsts = {};
        for (int i = 0; i < count; i++) {
            var day = days[from + i] - dayZero;
            if (day != today) {
                today = day;
                gaps = rows.gaps(day);
                firsts = rows.firsts(day);
            }
            var page = all[slots[i] >>> IntPages.SHIFT];
            var at = slots[i] & IntPages.MASK;
            var known = page[at];
            var gap = day - (known & LOWER);
            if (known == 0) {
                page[at] = (day << 16) | day;
                gaps[GapHistogram.NEW]++;
                firsts[day]++;
                users++;
            } else if (gap > 0) {
                page[at] = known + gap;
                gaps[Math.min(gap, GapHistogram.MOST)]++;
                firsts[known >>> 16]++;
            } else if (gap < 0) {
                throw new IllegalArgumentException("the days of a user must not decrease, were " + (dayZero + day - gap)
                        + " and then " + (dayZero + day) + "; a counter for any order takes them");
            }
        }
    }

    /** Loads all that will be looked at, so that the processor waits once for many users; makes the pages, too. */
    private void touch(int[] slots, int count) {
        var sum = 0;
        for (int i = 0; i < count; i++) {
            sum += pages.page(slots[i])[slots[i] & IntPages.MASK];
        }
        touched = sum;
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
