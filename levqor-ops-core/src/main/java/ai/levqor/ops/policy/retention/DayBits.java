package ai.levqor.ops.policy.retention;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * One bit for each user and day, in words of 64 days that begin at multiples of 64, so that the words of two counters lie
 * alike whatever their first days.
 */
final class DayBits implements Slots {
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

    @Override
    public void seen(int[] slots, int[] days, int from, int count) {
        for (int at = 0; at < count; ) {
            var block = days[from + at] >> SHIFT;
            var end = at + 1;
            while (end < count && (days[from + end] >> SHIFT) == block) {
                end++;
            }
            blocks[block - firstBlock].reach(slots, count);
            if (counts.live()) {
                correct(slots, days, from, at, end, block - firstBlock);
            } else {
                set(slots, days, from, at, end, block - firstBlock);
            }
            at = end;
        }
    }

    /** Sets bits without a branch, and then looks at the users who had none in this block. */
    private void set(int[] slots, int[] days, int from, int start, int end, int block) {
        var pages = blocks[block];
        var count = 0;
        for (int i = start; i < end; i++) {
            var slot = slots[i];
            var page = pages.page(slot);
            var word = page[slot & LongPages.MASK];
            page[slot & LongPages.MASK] = word | (1L << days[from + i]);
            fresh[count] = slot;
            count += word == 0 ? 1 : 0;
        }
        for (int i = 0; i < count; i++) {
            users += isInOthers(fresh[i], block) ? 0 : 1;
        }
    }

    /** Sets bits and keeps the counts current with each. */
    private void correct(int[] slots, int[] days, int from, int start, int end, int block) {
        for (int i = start; i < end; i++) {
            var slot = slots[i];
            var page = blocks[block].page(slot);
            var word = page[slot & LongPages.MASK];
            var bit = 1L << days[from + i];
            if ((word & bit) == 0) {
                page[slot & LongPages.MASK] = word | bit;
                users += word != 0 || isInOthers(slot, block) ? 0 : 1;
                counts.arrived(this, slot, days[from + i]);
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

    @Override
    public boolean has(int slot) {
        return isInOthers(slot, -1);
    }

    @Override
    public void move(int slot, Slots to, int at) {
        ((DayBits) to).addAll(at, this, slot);
        clear(slot);
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
        var pages = 0;
        for (var block : blocks) {
            pages = Math.max(pages, block.pages().length);
        }
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

    private boolean isUsed(int page) {
        for (var block : blocks) {
            var pages = block.pages();
            if (page < pages.length && pages[page].length > 0) {
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
