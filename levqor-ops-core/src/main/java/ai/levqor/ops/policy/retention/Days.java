package ai.levqor.ops.policy.retention;

/**
 * Days in a row, from {@code first}. Positions count from 0.
 *
 * @param first days since 1970-01-01
 * @param count how many
 */
record Days(int first, int count) {

    Days {
        if (count < 0 || count > ActivityCounter.MOST_DAYS) {
            throw new IllegalArgumentException("days must be in [0, " + ActivityCounter.MOST_DAYS + "], was " + count);
        }
        if ((long) first + count - 1 > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "the last day must be <= " + Integer.MAX_VALUE + ", was " + ((long) first + count - 1));
        }
    }

    /** The last day; the day before the first if there are none. */
    long last() {
        return (long) first + count - 1;
    }

    /** The same up to and including this day, or as they are if they reach further. */
    Days upTo(int lastDay) {
        return of(first, Math.max(last(), lastDay));
    }

    /** All days from the first of both to the last of both. */
    Days union(Days other) {
        if (count == 0 || other.count == 0) {
            return count == 0 ? other : this;
        }
        return of(Math.min(first, other.first), Math.max(last(), other.last()));
    }

    void require(int day) {
        if (day < first || day > last()) {
            throw outside(day);
        }
    }

    void require(int[] days, int from, int count) {
        var least = Integer.MAX_VALUE;
        var most = Integer.MIN_VALUE;
        for (int i = from; i < from + count; i++) {
            least = Math.min(least, days[i]);
            most = Math.max(most, days[i]);
        }
        if (count > 0) {
            require(least);
            require(most);
        }
    }

    private IllegalArgumentException outside(int day) {
        return new IllegalArgumentException("day must be in [" + first + ", " + last() + "], was " + day
                + (day > last() ? "; extendTo(day) makes room for later days" : ""));
    }

    private static Days of(int first, long last) {
        var count = last - first + 1;
        if (count > ActivityCounter.MOST_DAYS) {
            throw new IllegalArgumentException(
                    "days must be in [0, " + ActivityCounter.MOST_DAYS + "], would be " + count);
        }
        return new Days(first, (int) count);
    }
}
