package ai.levqor.ops.policy.retention;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Users by the day of their first activity, and how many of them came back. <em>Classic</em> retention of day {@code k}
 * counts those active on exactly day {@code first + k}; <em>rolling</em> retention those active on that day or any later
 * one. Both by calendar day. Immutable. Days are days since 1970-01-01.
 */
public final class Cohorts {
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
        var cohort = byFirst.get(firstDay);
        return cohort == null || offset >= cohort.active.length ? 0 : cohort.active[offset];
    }

    /** How many of a cohort were active on the day {@code offset} days after their first, or on any later one. */
    public long rolling(int firstDay, int offset) {
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

    private static final class Cohort {
        private long[] active = new long[1];
        private long[] last = new long[1];
    }

    /** Counts. For one thread. */
    public static final class Builder {
        private final Map<Integer, Cohort> byFirst = new TreeMap<>();

        private Builder() {}

        /** Adds users of a cohort who were active {@code offset} days after their first day; takes them away if negative. */
        public Builder active(int firstDay, int offset, long users) {
            var cohort = byFirst.computeIfAbsent(firstDay, first -> new Cohort());
            cohort.active = longEnough(cohort.active, offset);
            cohort.active[offset] += users;
            return this;
        }

        /** Adds users of a cohort whose last active day is {@code offset} days after their first; or takes them away. */
        public Builder last(int firstDay, int offset, long users) {
            var cohort = byFirst.computeIfAbsent(firstDay, first -> new Cohort());
            cohort.last = longEnough(cohort.last, offset);
            cohort.last[offset] += users;
            return this;
        }

        /** The cohorts. The builder must not be used any more. */
        public Cohorts build() {
            return new Cohorts(byFirst);
        }

        private static long[] longEnough(long[] counts, int index) {
            return index < counts.length ? counts : Arrays.copyOf(counts, Math.max(index + 1, counts.length * 2));
        }
    }
}
