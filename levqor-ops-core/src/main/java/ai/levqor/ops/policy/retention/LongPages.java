package ai.levqor.ops.policy.retention;

import java.util.Arrays;

/** An array of longs that takes memory where it is used: in pages, and without copying what there is. */
final class LongPages {
    static final int SHIFT = 12;
    static final int MASK = (1 << SHIFT) - 1;

    private static final long[] NONE = {};

    private long[][] pages = {};

    /** The page of an index, made if absent. */
    long[] page(int index) {
        var at = index >>> SHIFT;
        if (at >= pages.length) {
            grow(at);
        }
        var page = pages[at];
        return page.length != 0 ? page : make(at);
    }

    long get(int index) {
        var at = index >>> SHIFT;
        return at >= pages.length || pages[at].length == 0 ? 0 : pages[at][index & MASK];
    }

    void set(int index, long value) {
        page(index)[index & MASK] = value;
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
