package ai.levqor.ops.policy.retention;

/**
 * What a counter keeps of its users: of one with a dense id by the id, of any other by the number in the cell of an
 * {@link IdTable}, which is 0 as long as nothing is kept.
 */
interface UserStates {

    /** The user {@code ids[i]} was active on {@code days[i]}, for {@code count} indexes from {@code from} on. */
    void seenDense(long[] ids, int[] days, int from, int count);

    /** The user of the cell {@code at[i]} was active on {@code days[from + i]}, for each {@code i < count}. */
    void seenInCells(long[] cells, int[] at, int[] days, int from, int count);

    /** A user of a cell with this number has got a dense id, under which nothing is kept yet. */
    void moveToDense(long number, int id);

    /** How many users there are. */
    long users();
}
