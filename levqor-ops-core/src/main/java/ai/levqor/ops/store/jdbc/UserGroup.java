package ai.levqor.ops.store.jdbc;

/**
 * Users who are alike, and how many. Days are days since 1970-01-01.
 *
 * @param first their first active day; {@link #NONE} if they were never seen
 * @param last their last active day; {@link #NONE} if they were never seen
 * @param bits their days up to the last one: bit {@code i} is the day {@code last - i}
 * @param users how many, 1 or more
 */
public record UserGroup(int first, int last, long bits, long users) {
    /** No day. */
    public static final int NONE = Integer.MIN_VALUE;

    /** How many days the bits reach back, the last one included. */
    public static final int KNOWN_DAYS = 63;
}
