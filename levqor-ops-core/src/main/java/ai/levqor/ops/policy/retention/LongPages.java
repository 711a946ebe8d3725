package ai.levqor.ops.policy.retention;

import java.util.Arrays;

/** An array of longs that takes memory where it is used: in pages, and without copying what there is. */
final class LongPages {
    static final int SHIFT = 12;
    static final int MASK = (1 << SHIFT) - 1;

    private static final long[] NONE = {};

    private long[][] pages = {};

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
    long[] page(int index) {
        var page = pages[index >>> SHIFT];
        return page.length != 0 ? page : make(index >>> SHIFT);
    }

    long get(int index) {
        var at = index >>> SHIFT;
        return at >= pages.length || pages[at].length == 0 ? 0 : pages[at][index & MASK];
    }

    void set(int index, long value) {
        reach(index);
        page(index)[index & MASK] = value;
    }

    /** A page by its number; one that was never used has no elements. */
    long[] pageOrNone(int page) {
        return page < pages.length ? pages[page] : NONE;
    }

    /** All pages in order; one that was never used has no elements. */
    long[][] pages() {
        return pages;
    }

    private void grow(int at) {
        var length = pages.length;
        pages = Arrays.copyOf(pages, Math.max(at + 1, length + (length >> 1)));
        Arrays.fill(pages, length, pages.length, NONE);
    }

    private long[] make(int at) {
        pages[at] = new long[1 << SHIFT];
        return pages[at];
    }
}
