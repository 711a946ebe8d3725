package ai.levqor.ops.policy.retention;

import java.util.Arrays;

/**
 * The first and the last active day of each user, 16 bits each as positions from 1 on; 0 is no user. Takes days in any
 * order. If asked, it notes what was known of each user before a day that made it more.
 */
final class DaySpans implements UserStates {
    static final int LOWER = 0xFFFF;

    private static final int[] NONE = {};

    private final IntPages dense = new IntPages();
    private int[] before = NONE;
    private int noted;
    private boolean noting;
    private long users;

    /** Notes from here on. */
    void note() {
        noting = true;
        noted = 0;
    }

    /** What was noted, those who are alike together; notes no more. */
    int[] noted() {
        var all = Arrays.copyOf(before, noted);
        Arrays.sort(all);
        before = NONE;
        noting = false;
        return all;
    }

    @Override
    public void seenDense(long[] ids, int[] days, int from, int count) {
        dense.open(ids, from, count);
        var pages = dense.pages();
        for (int i = from; i < from + count; i++) {
            var id = (int) ids[i];
            var page = pages[id >>> IntPages.SHIFT];
            var at = id & IntPages.MASK;
            page[at] = with(page[at], days[i]);
        }
    }

    @Override
    public void seenInCells(long[] cells, int[] at, int[] days, int from, int count) {
        for (int i = 0; i < count; i++) {
            cells[at[i]] = Integer.toUnsignedLong(with((int) cells[at[i]], days[from + i]));
        }
    }

    private int with(int known, int day) {
        var now = known == 0
                ? day << Short.SIZE | day
                : Math.min(known >>> Short.SIZE, day) << Short.SIZE | Math.max(known & LOWER, day);
        if (now != known) {
            users += known == 0 ? 1 : 0;
            if (noting) {
                add(known);
            }
        }
        return now;
    }

    private void add(int known) {
        if (noted == before.length) {
            before = Arrays.copyOf(before, Math.max(1 << 10, noted + (noted >> 1)));
        }
        before[noted++] = known;
    }

    /** What is known of a user with a dense id. */
    int ofDense(int id) {
        return dense.get(id);
    }

    /** Forgets a user with a dense id. */
    void forgetDense(int id) {
        if (dense.get(id) != 0) {
            dense.set(id, 0);
            users--;
        }
    }

    /** A user whose cell is emptied is gone. */
    void forgotten() {
        users--;
    }

    @Override
    public long users() {
        return users;
    }

    @Override
    public void moveToDense(long number, int id) {
        dense.set(id, (int) number);
    }
}
