package ai.levqor.ops.policy.retention;

/**
 * Counts active users exactly from (user, day) activity. A user and a day may come any number of times, and count once.
 *
 * <p>An id is 128 bits wide: an integer id has {@code high == 0} and is itself {@code low}; a UUID is given as its two
 * halves, a text as two halves of a 128-bit hash. Ids may be mixed. Small integers are kept in arrays indexed by the id,
 * as long as at least one in four of them is a user; others in a hash table. What is kept where may change while counting,
 * which changes no count.
 *
 * <p><b>Threading:</b> for one thread. <b>Days</b> are days since 1970-01-01, and may be negative.
 */
public sealed interface ActivityCounter permits AnyOrderCounter, InOrderCounter, ShareCounter {

    /** The longest range of days that a counter can have, which is 179 years. */
    int MOST_DAYS = 65_535;

    /**
     * A counter that takes days in any order. It keeps one bit for each user and day, in words of 64 days: 8 bytes a user
     * for each such word in which the user's neighbours by id, or the user, were active. It can forget a user and merge
     * with another one. The first {@link #totals} read the bits of every user; after it each event corrects the counts in
     * place: a late event costs a look at the user's own bits, however many users there are.
     *
     * @param firstDay the earliest day that will come
     * @param days how many days, from 0 to {@value #MOST_DAYS}
     */
    static ActivityCounter anyOrder(int firstDay, int days) {
        return new AnyOrderCounter(new Days(firstDay, days));
    }

    /**
     * A counter for days that never decrease for any one user; those of different users may. It keeps the first and the last
     * day of each user in 4 bytes, or, with the id, in 20 to 30 bytes for a sparse integer and 30 to 45 for any other id;
     * next to 8 bytes for each pair of an active day and a first day. It cannot forget a user and cannot merge, since the
     * days between are not kept.
     *
     * @param firstDay the earliest day that will come
     * @param days how many days, from 0 to {@value #MOST_DAYS}
     */
    static ActivityCounter inOrder(int firstDay, int days) {
        return new InOrderCounter(new Days(firstDay, days));
    }

    /**
     * A user was active on a day.
     *
     * @param high the upper half of the id; 0 for an integer
     * @param low the lower half of the id, or the integer
     * @param epochDay the day
     * @throws IllegalArgumentException if the day is outside the range, or before the user's last one while this counter
     *     takes days in order; nothing is counted then
     */
    void seen(long high, long low, int epochDay);

    /**
     * Users with integer ids were active: {@code ids[i]} on {@code epochDays[i]} for each {@code i < count}. The fast way to
     * count, best with hundreds or thousands at a time.
     *
     * @throws IllegalArgumentException as above; what comes before the fault may be counted
     */
    void seen(long[] ids, int[] epochDays, int count);

    /**
     * Users with ids of any kind were active: {@code highs[i]} and {@code lows[i]} on {@code epochDays[i]} for each
     * {@code i < count}.
     *
     * @throws IllegalArgumentException as above; what comes before the fault may be counted
     */
    void seen(long[] highs, long[] lows, int[] epochDays, int count);

    /**
     * Takes a user out of all days, as if never seen; one who never was is left alone.
     *
     * @throws UnsupportedOperationException if this counter takes days in order
     */
    void forget(long high, long low);

    /** Users seen and not forgotten. */
    long users();

    /** What was counted up to now; may be asked again and again. */
    ActivityTotals totals();

    /** The first day of the range. */
    int firstDay();

    /** How many days the range has. */
    int days();

    /**
     * Makes room for later days, up to and including this one.
     *
     * @throws IllegalArgumentException if that makes more than {@value #MOST_DAYS} days
     */
    void extendTo(int lastDay);

    /**
     * Adds what another counter has seen, of the same or of other users and days, and leaves that one as it is. In whatever
     * order and grouping counters are merged, also such as were cut within a day, the counts are those of one counter that has
     * seen all.
     *
     * @throws UnsupportedOperationException if this counter takes days in order: to place a user of the other one in a
     *     cohort of this one takes all of the user's days
     * @throws IllegalArgumentException if the other one takes days in order, or another share of the users
     */
    void merge(ActivityCounter other);

    /**
     * This counter, fed through a filter that lets one of so many shares of the users pass. Counting the same activity
     * once for each share takes a share of the memory, and the {@linkplain ActivityTotals#plus sum} of the totals is exact.
     * The counter must be empty and must not be fed otherwise, since it sees ids that the filter has made dense again.
     *
     * @param index which share, from 0
     * @param of how many shares there are
     */
    default ActivityCounter share(int index, int of) {
        return new ShareCounter(this, index, of);
    }
}
