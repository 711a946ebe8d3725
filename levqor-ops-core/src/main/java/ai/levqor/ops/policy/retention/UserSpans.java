package ai.levqor.ops.policy.retention;

/**
 * The first and the last active day of each user: what a night has to know of the users of its day. Takes activity in any
 * order and any number of times. Ids are those of {@link ActivityCounter}. A user takes 4 bytes if the id is a small
 * integer, else 20 to 30, and 30 to 45 if it is no integer.
 *
 * <p><b>Threading:</b> for one thread. <b>Days</b> are days since 1970-01-01.
 */
public final class UserSpans {
    /** No day: of users who were never seen before. */
    public static final int NONE = Integer.MIN_VALUE;

    private static final int MIDDLE = 1 << 15;

    private final IdKinds<DaySpans> users = new IdKinds<>(new DaySpans());
    private final long[] highs = new long[IdKinds.BLOCK];
    private final long[] lows = new long[IdKinds.BLOCK];
    private final int[] positions = new int[IdKinds.BLOCK];
    private final int dayZero;
    private int filled;
    private boolean complete = true;

    /**
     * Of nobody yet.
     *
     * @param middle a day; days more than 89 years from it cannot be kept
     */
    public UserSpans(int middle) {
        this.dayZero = middle - MIDDLE;
    }

    /** A user was active on a day. */
    public void seen(long high, long low, int day) {
        var position = day - dayZero;
        if (position <= 0 || position > DaySpans.LOWER) {
            complete = false;
            return;
        }
        highs[filled] = high;
        lows[filled] = low;
        positions[filled] = position;
        if (++filled == IdKinds.BLOCK) {
            flush();
        }
    }

    private void flush() {
        var count = filled;
        filled = 0;
        if (count > 0) {
            users.seen(highs, lows, positions, 0, count);
        }
    }

    /** Whether every day that came could be kept. */
    public boolean isComplete() {
        return complete;
    }

    /** How many users there are. */
    public long users() {
        flush();
        return users.users().users();
    }

    /** Whether a day is known to be an active one of a user, since it is the first or the last one. */
    public boolean isEnd(long high, long low, int day) {
        flush();
        var known = known(high, low);
        var position = day - dayZero;
        return known != 0 && (known >>> Short.SIZE == position || (known & DaySpans.LOWER) == position);
    }

    private int known(long high, long low) {
        if (users.isDense(high, low)) {
            return users.users().ofDense((int) low);
        }
        var cell = users.find(high, low);
        return cell == IdTable.ABSENT ? 0 : (int) users.table(high).cells()[cell];
    }

    /** From here on, what was known of the users who come is noted. They are to be active on one day, after all others. */
    public void beginDay() {
        flush();
        users.users().note();
    }

    /** Hands on who came since the day began: by their first and last day before it. */
    public void endDay(Groups groups) {
        flush();
        var noted = users.users().noted();
        for (int from = 0; from < noted.length; ) {
            var to = from + 1;
            while (to < noted.length && noted[to] == noted[from]) {
                to++;
            }
            var known = noted[from];
            groups.are(
                    known == 0 ? NONE : (known >>> Short.SIZE) + dayZero,
                    known == 0 ? NONE : (known & DaySpans.LOWER) + dayZero,
                    to - from);
            from = to;
        }
    }

    /** Forgets a user. */
    public void forget(long high, long low) {
        flush();
        if (users.isDense(high, low)) {
            users.users().forgetDense((int) low);
            return;
        }
        var cell = users.find(high, low);
        if (cell != IdTable.ABSENT) {
            users.table(high).remove(cell);
            users.users().forgotten();
        }
    }

    /** Takes users who are alike. */
    @FunctionalInterface
    public interface Groups {
        /**
         * So many have this first and this last day.
         *
         * @param first {@link #NONE} if they were never seen
         * @param last {@link #NONE} if they were never seen
         */
        void are(int first, int last, long users);
    }
}
