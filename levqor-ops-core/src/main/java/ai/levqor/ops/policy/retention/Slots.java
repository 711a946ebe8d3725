package ai.levqor.ops.policy.retention;

/** What a counter keeps of each user of one kind of id, by the user's slot: a number from 0 on. */
interface Slots {

    /** The user of {@code slots[i]} was active on {@code days[from + i]}, for each {@code i < count}. */
    void seen(int[] slots, int[] days, int from, int count);

    /** Puts what is kept of a user into a slot of another one of the same class, where nothing is kept yet. */
    void move(int slot, Slots to, int at);

    /** Whether anything is kept of this slot's user. */
    boolean has(int slot);
}
