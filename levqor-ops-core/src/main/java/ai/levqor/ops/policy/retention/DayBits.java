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
        for (int i = 0; i < count; i++) {
            var slot = slots[i];
            var day = days[from + i];
            var page = blocks[(day >> SHIFT) - firstBlock].page(slot);
            var at = slot & LongPages.MASK;
            var word = page[at];
            var bit = 1L << day;
            if ((word & bit) == 0) {
                if (word == 0 && !has(slot)) {
                    users++;
                }
                page[at] = word | bit;
                counts.arrived(this, slot, day);
            }
        }
    }

    /** Adds all days of a user of other bits, which are covered here. */
    void addAll(int slot, DayBits other, int from) {
        if (!has(slot)) {
            users++;
        }
        for (int block = 0; block < other.blocks.length; block++) {
            var word = other.blocks[block].get(from);
            if (word != 0) {
                var page = blocks[block + other.firstBlock - firstBlock].page(slot);
                page[slot & LongPages.MASK] |= word;
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
        for (var block : blocks) {
            if (block.get(slot) != 0) {
                return true;
            }
        }
        return false;
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
