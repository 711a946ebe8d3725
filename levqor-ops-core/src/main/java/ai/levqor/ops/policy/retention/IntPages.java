package ai.levqor.ops.policy.retention;

import java.util.Arrays;

/** An array of ints that takes memory where it is used: in pages, and without copying what there is. */
final class IntPages {
    static final int SHIFT = 13;
    static final int MASK = (1 << SHIFT) - 1;

    private static final int[] NONE = {};

    private int[][] pages = {};

    /** Makes the pages of {@code count} indexes from {@code from} on, which are ints and not negative. */
    void open(long[] indexes, int from, int count) {
        for (int i = from; i < from + count; i++) {
            var page = (int) indexes[i] >>> SHIFT;
            if (page >= pages.length || pages[page].length == 0) {
                reach((int) indexes[i]);
                page((int) indexes[i]);
            }
        }
    }

    private void reach(int index) {
        var at = index >>> SHIFT;
        if (at >= pages.length) {
            grow(at);
        }
    }

    /** The page of an index that was reached, made if absent. */
    int[] page(int index) {
        var page = pages[index >>> SHIFT];
        return page.length != 0 ? page : make(index >>> SHIFT);
    }

    int get(int index) {
        var at = index >>> SHIFT;
        return at >= pages.length || pages[at].length == 0 ? 0 : pages[at][index & MASK];
    }

    void set(int index, int value) {
        reach(index);
        page(index)[index & MASK] = value;
    }

    /** All pages in order; one that was never used has no elements. */
    int[][] pages() {
        return pages;
    }

    private void grow(int at) {
        var length = pages.length;
        pages = Arrays.copyOf(pages, Math.max(at + 1, length + (length >> 1)));
        Arrays.fill(pages, length, pages.length, NONE);
    }

    private int[] make(int at) {
        pages[at] = new int[1 << SHIFT];
        return pages[at];
    }
}
