package ai.levqor.ops.policy.retention;

import ai.levqor.ops.policy.retention.CohortRow.Returned;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Users by the day of their first activity, and how many of them came back. <em>Classic</em> retention of day {@code k}
 * counts those active on exactly day {@code first + k}; <em>rolling</em> retention those active on that day or any later
 * one. Both by calendar day. Immutable. Days are days since 1970-01-01.
 */
public final class Cohorts {
    private static final int WEEK = 7;
    private static final int MONTH = 30;

    private final Map<Integer, Cohort> byFirst;

    private Cohorts(Map<Integer, Cohort> byFirst) {
        this.byFirst = byFirst;
    }

    /** Counts cohorts. */
    public static Builder builder() {
        return new Builder();
    }

    /** The first days of all cohorts, in order. */
    public List<Integer> firstDays() {
        return List.copyOf(byFirst.keySet());
    }

    /** Users whose first active day this is. */
    public long size(int firstDay) {
        return classic(firstDay, 0);
    }

    /** How many of a cohort were active on exactly the day {@code offset} days after their first. */
    public long classic(int firstDay, int offset) {
        requireOffset(offset);
        var cohort = byFirst.get(firstDay);
        return cohort == null || offset >= cohort.active.length ? 0 : cohort.active[offset];
    }

    /** How many of a cohort were active on the day {@code offset} days after their first, or on any later one. */
    public long rolling(int firstDay, int offset) {
        requireOffset(offset);
        var cohort = byFirst.get(firstDay);
        if (cohort == null) {
            return 0;
        }
        long sum = 0;
        for (int at = offset; at < cohort.last.length; at++) {
            sum += cohort.last[at];
        }
        return sum;
    }

    /**
     * Every cohort with who came back, in the order of their first days.
     *
     * @param lastDay the last day that was counted; a return on a later day is not known
     */
    public List<CohortRow> rows(int lastDay) {
        var rows = new ArrayList<CohortRow>(byFirst.size());
        for (var first : byFirst.keySet()) {
            rows.add(new CohortRow(
                    LocalDate.ofEpochDay(first),
                    size(first),
                    returned(first, 1, lastDay),
                    returned(first, WEEK, lastDay),
                    returned(first, MONTH, lastDay)));
        }
        return List.copyOf(rows);
    }

    private Optional<Returned> returned(int first, int offset, int lastDay) {
        return (long) first + offset > lastDay
                ? Optional.empty()
                : Optional.of(new Returned(classic(first, offset), rolling(first, offset)));
    }

    private static void requireOffset(int offset) {
        if (offset < 0) {
            throw new IllegalArgumentException("offset must be >= 0, was " + offset);
        }
    }

    /** The counts of one cohort, by days after the first. */
    static final class Cohort {
        private long[] active = new long[1];
        private long[] last = new long[1];

        void active(int offset, long users) {
            active = longEnough(active, offset);
            active[offset] = Math.addExact(active[offset], users);
        }

        void last(int offset, long users) {
            last = longEnough(last, offset);
            last[offset] = Math.addExact(last[offset], users);
        }

        /** A copy as short as it can be. */
        Cohort copy() {
            var copy = new Cohort();
            copy.active = trimmed(active);
            copy.last = trimmed(last);
            return copy;
        }

        private static long[] longEnough(long[] counts, int index) {
            return index < counts.length ? counts : Arrays.copyOf(counts, Math.max(index + 1, counts.length * 2));
        }

        private static long[] trimmed(long[] counts) {
            var length = counts.length;
            for (var count : counts) {
                if (count < 0) {
                    throw new IllegalStateException("more users were taken away than there were");
                }
            }
            while (length > 0 && counts[length - 1] == 0) {
                length--;
            }
            return Arrays.copyOf(counts, length);
        }
    }

    /** Counts. For one thread; may go on after it has built. */
    public static final class Builder {
        private final Map<Integer, Cohort> byFirst = new TreeMap<>();

        private Builder() {}

        /** Adds users of a cohort who were active {@code offset} days after their first day; takes them away if negative. */
        public Builder active(int firstDay, int offset, long users) {
            requireOffset(offset);
            cohort(firstDay).active(offset, users);
            return this;
        }

        /** Adds users of a cohort whose last active day is {@code offset} days after their first; or takes them away. */
        public Builder last(int firstDay, int offset, long users) {
            requireOffset(offset);
            cohort(firstDay).last(offset, users);
            return this;
        }

        /** The cohort of a first day, to be counted into. */
        Cohort cohort(int firstDay) {
            return byFirst.computeIfAbsent(firstDay, first -> new Cohort());
        }

        /** Adds the cohorts of other users. */
        public Builder add(Cohorts other) {
            other.byFirst.forEach((first, cohort) -> {
                for (int offset = 0; offset < cohort.active.length; offset++) {
                    active(first, offset, cohort.active[offset]);
                }
                for (int offset = 0; offset < cohort.last.length; offset++) {
                    last(first, offset, cohort.last[offset]);
                }
            });
            return this;
        }

        /**
         * The cohorts; one without users is left out.
         *
         * @throws IllegalStateException if more users were taken away than there were
         */
        public Cohorts build() {
            var built = new TreeMap<Integer, Cohort>();
            byFirst.forEach((first, counting) -> {
                var cohort = counting.copy();
                if (cohort.active.length > 0 || cohort.last.length > 0) {
                    built.put(first, cohort);
                }
            });
            return new Cohorts(built);
        }
    }
}
