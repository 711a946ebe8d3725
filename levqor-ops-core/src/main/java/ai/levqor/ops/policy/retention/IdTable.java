package ai.levqor.ops.policy.retention;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * A hash table from ids to a number each, by open addressing and linear probing. A cell holds the number and, right behind
 * it, the id, so that the processor waits for memory once for both. At most four cells in five are taken; a full table
 * grows by half. A cell is named by the position of its number in {@link #cells}.
 *
 * <p>Cells lie in the order of the ids' hashes. Whoever adds the ids of one table to another in that order must first make
 * room for all of them, or they crowd where the order begins.
 */
abstract class IdTable {
    /** No such cell. */
    static final int ABSENT = -1;

    private static final int LEAST = 1 << 10;
    private static final int LONGS_A_LINE = 8;

    /** What was read for no other end than that it be near; kept, since else it need not be read. */
    long fetched;

    private final int width;
    private long[] cells = {};
    private int capacity;
    private int size;

    /**
     * @param width how many longs a cell has
     */
    IdTable(int width) {
        this.width = width;
    }

    /** Well mixed bits of the id in a cell. */
    abstract int hash(long[] cells, int cell);

    /** Whether there is an id in a cell. */
    abstract boolean isTaken(long[] cells, int cell);

    /** Copies all cells to their places in an array that is empty, and of which so many cells are to be used. */
    abstract void move(long[] from, long[] to, int capacity);

    /** All cells; another array after {@link #makeRoom}. */
    final long[] cells() {
        return cells;
    }

    final int capacity() {
        return capacity;
    }

    /** How many ids there are. */
    final int size() {
        return size;
    }

    /** An id was written into a cell that was free. */
    final void taken() {
        size++;
    }

    /** Makes room for so many more ids, which may move all cells. */
    final void makeRoom(int ids) {
        var needed = (long) size + ids;
        if (needed > most(capacity)) {
            long wider = Math.max(LEAST, capacity);
            while (needed > most(wider)) {
                wider += wider >> 1;
            }
            grow(wider);
        }
    }

    private static long most(long capacity) {
        return capacity / 5 * 4;
    }

    private void grow(long wider) {
        if (wider * width > Integer.MAX_VALUE - 8) {
            throw new IllegalStateException("more ids than one counter can tell apart; count by shares");
        }
        var before = cells;
        cells = new long[(int) wider * width];
        capacity = (int) wider;
        move(before, cells, capacity);
    }

    /** The cell at which the search for an id begins: as far into the table as its hash is into all hashes. */
    final int home(int hash) {
        return home(hash, capacity) * width;
    }

    static int home(int hash, int capacity) {
        return (int) ((Integer.toUnsignedLong(hash) * capacity) >>> Integer.SIZE);
    }

    /**
     * Reads the ids of so many cells, and does no more with them: the less there is to do for each, the more of them the
     * processor waits for at a time.
     */
    final void fetch(int[] at, int count) {
        var cells = this.cells;
        var sum = 0L;
        for (int i = 0; i < count; i++) {
            sum += cells[at[i] + 1];
        }
        fetched = sum;
    }

    /** The same a cache line behind the cells {@code at[those[i]]}, where a search may have to go on. */
    final void fetchBehind(int[] those, int count, int[] at) {
        var cells = this.cells;
        var sum = 0L;
        for (int i = 0; i < count; i++) {
            sum += cells[Math.min(at[those[i]] + LONGS_A_LINE, cells.length - 1)];
        }
        fetched = sum;
    }

    /** The cell to look at after this one. */
    final int after(int cell) {
        var next = cell + width;
        return next == cells.length ? 0 : next;
    }

    /** Each cell that has an id. */
    final void forEach(IntConsumer taken) {
        for (int cell = 0; cell < cells.length; cell += width) {
            if (isTaken(cells, cell)) {
                taken.accept(cell);
            }
        }
    }

    /** Empties a cell and closes the gap, so that nothing of its id is left in the table. Moves other cells. */
    final void remove(int cell) {
        var gap = cell;
        for (var at = after(gap); isTaken(cells, at); at = after(at)) {
            if (distance(home(hash(cells, at)), at) >= distance(gap, at)) {
                System.arraycopy(cells, at, cells, gap, width);
                gap = at;
            }
        }
        Arrays.fill(cells, gap, gap + width, 0);
        size--;
    }

    private int distance(int from, int to) {
        return to >= from ? to - from : to - from + cells.length;
    }
}
