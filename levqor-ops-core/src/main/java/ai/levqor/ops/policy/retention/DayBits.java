package ai.levqor.ops.policy.retention;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * One bit for each user and day, in words of 64 days that begin at multiples of 64, so that the words of two counters lie
 * alike whatever their first days.
 */
final class DayBits {
    /** No such day. */
    static final long NONE = Long.MIN_VALUE;

    private static final int SHIFT = 6;

    private final LiveCounts counts;
    private final int[] fresh = new int[IdKinds.BLOCK];
    private int firstBlock;
    private LongPages[] blocks = {};
    private long users;

    DayBits(Days days, LiveCounts counts) {
        this.counts = counts;
        this.firstBlock = days.first() >> SHIFT;
        cover(days);
    }

    /** Makes room for these days, and keeps what there is. */
    void cover(Days days) {
        var from = Math.min(firstBlock, days.first() >> SHIFT);
        var to = (int) Math.max((long) firstBlock + blocks.length, (days.last() >> SHIFT) + 1);
        var wider = new LongPages[Math.max(0, to - from)];
        Arrays.setAll(wider, block -> {
            var before = block + from - firstBlock;
            return before >= 0 && before < blocks.length ? blocks[before] : new LongPages();
        });
        firstBlock = from;
        blocks = wider;
    }

    /** The user of {@code slots[slotsFrom + i]} was active on {@code days[from + i]}, for each {@code i < count}. */
    void seen(long[] slots, int slotsFrom, int[] days, int from, int count) {
        var end = from + count;
        for (int at = from; at < end; ) {
            var block = days[at] >> SHIFT;
            var next = at + 1;
            while (next < end && (days[next] >> SHIFT) == block) {
                next++;
            }
            var slotsAt = slotsFrom + at - from;
            blocks[block - firstBlock].open(slots, slotsAt, next - at);
            if (counts.live()) {
                correct(slots, slotsAt, days, at, next, block - firstBlock);
            } else {
                var fresh = set(blocks[block - firstBlock].pages(), slots, slotsAt, days, at, next);
                count(fresh, block - firstBlock);
            }
            at = next;
        }
    }

    /**
     * Sets bits, and notes the users who had none in this block. Does not branch, so that the processor waits for many users
     * at a time.
     *
     * @return how many were noted
     */
    private int set(long[][] pages, long[] slots, int slotsFrom, int[] days, int from, int to) {
        var count = 0;
        for (int i = from; i < to; i++) {
            var slot = (int) slots[slotsFrom + i - from];
            var page = pages[slot >>> LongPages.SHIFT];
            var at = slot & LongPages.MASK;
            var word = page[at];
            page[at] = word | (1L << days[i]);
            fresh[count] = slot;
            count += word == 0 ? 1 : 0;
        }
        return count;
    }

    private void count(int count, int block) {
        for (int i = 0; i < count; i++) {
            users += isInOthers(fresh[i], block) ? 0 : 1;
        }
    }

    /** Sets bits and keeps the counts current with each. */
    private void correct(long[] slots, int slotsFrom, int[] days, int from, int to, int block) {
        for (int i = from; i < to; i++) {
            var slot = (int) slots[slotsFrom + i - from];
            var page = blocks[block].page(slot);
            var word = page[slot & LongPages.MASK];
            var bit = 1L << days[i];
            if ((word & bit) == 0) {
                page[slot & LongPages.MASK] = word | bit;
                users += word != 0 || isInOthers(slot, block) ? 0 : 1;
                counts.arrived(this, slot, days[i]);
            }
        }
    }

    private boolean isInOthers(int slot, int block) {
        for (int other = 0; other < blocks.length; other++) {
            if (other != block && blocks[other].get(slot) != 0) {
                return true;
            }
        }
        return false;
    }

    /** Adds all days of a user of other bits, which are covered here. */
    void addAll(int slot, DayBits other, int from) {
        if (!has(slot)) {
            users++;
        }
        for (int block = 0; block < other.blocks.length; block++) {
            var word = other.blocks[block].get(from);
            if (word != 0) {
                var mine = blocks[block + other.firstBlock - firstBlock];
                mine.set(slot, mine.get(slot) | word);
            }
        }
    }

    /** Takes all days of a user away, who has some. */
    void clear(int slot) {
        for (var block : blocks) {
            if (block.get(slot) != 0) {
                block.set(slot, 0);
            }
        }
        users--;
    }

    /** Whether a user has any day. */
    boolean has(int slot) {
        return isInOthers(slot, -1);
    }

    long users() {
        return users;
    }

    /** The user's first active day, or {@link #NONE}. */
    long first(int slot) {
        return firstFrom(slot, 0);
    }

    /** The user's next active day after a day, or {@link #NONE}. */
    long after(int slot, int day) {
        var block = (day >> SHIFT) - firstBlock;
        var later = blocks[block].get(slot) & (-2L << day);
        return later != 0 ? dayOf(block, Long.numberOfTrailingZeros(later)) : firstFrom(slot, block + 1);
    }

    /** The user's last active day before a day, or {@link #NONE}. */
    long before(int slot, int day) {
        var block = (day >> SHIFT) - firstBlock;
        var word = blocks[block].get(slot) & ~(-1L << day);
        while (word == 0 && block > 0) {
            word = blocks[--block].get(slot);
        }
        return word == 0 ? NONE : dayOf(block, Long.SIZE - 1 - Long.numberOfLeadingZeros(word));
    }

    /** Each slot that has a user, in order. */
    void forEach(IntConsumer slots) {
        var pages = pageCount();
        for (int page = 0; page < pages; page++) {
            if (isUsed(page)) {
                for (int at = 0; at <= LongPages.MASK; at++) {
                    var slot = (page << LongPages.SHIFT) | at;
                    if (has(slot)) {
                        slots.accept(slot);
                    }
                }
            }
        }
    }

    /**
     * Counts the days of all users.
     *
     * @param firstDay the day of position 1
     */
    void addTo(DayRows rows, int firstDay) {
        var pages = new long[blocks.length][];
        for (int page = 0; page < pageCount(); page++) {
            for (int block = 0; block < blocks.length; block++) {
                pages[block] = blocks[block].pageOrNone(page);
            }
            for (int at = 0; at <= LongPages.MASK; at++) {
                addTo(rows, pages, at, (firstBlock << SHIFT) - firstDay + 1);
            }
        }
    }

    private static void addTo(DayRows rows, long[][] pages, int at, int firstPosition) {
        var first = 0;
        var last = 0;
        for (int block = 0; block < pages.length; block++) {
            var page = pages[block];
            for (var bits = page.length == 0 ? 0 : page[at]; bits != 0; bits &= bits - 1) {
                var day = firstPosition + (block << SHIFT) + Long.numberOfTrailingZeros(bits);
                first = first == 0 ? day : first;
                rows.gaps(day)[last == 0 ? GapHistogram.NEW : Math.min(day - last, GapHistogram.MOST)]++;
                rows.firsts(day)[first]++;
                last = day;
            }
        }
        if (last != 0) {
            rows.lasts(last)[first]++;
        }
    }

    private int pageCount() {
        var pages = 0;
        for (var block : blocks) {
            pages = Math.max(pages, block.pages().length);
        }
        return pages;
    }

    private boolean isUsed(int page) {
        for (var block : blocks) {
            if (block.pageOrNone(page).length > 0) {
                return true;
            }
        }
        return false;
    }

    private long firstFrom(int slot, int from) {
        for (int block = from; block < blocks.length; block++) {
            var word = blocks[block].get(slot);
            if (word != 0) {
                return dayOf(block, Long.numberOfTrailingZeros(word));
            }
        }
        return NONE;
    }

    private long dayOf(int block, int bit) {
        return (((long) block + firstBlock) << SHIFT) + bit;
    }
}
