package ai.levqor.ops.store.jdbc;

import ai.levqor.ops.spi.activity.GapSink;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Changes to the stored gaps and cohorts, gathered before they are written. What is taken away is negative. Days are days
 * since 1970-01-01. For one thread.
 */
public final class LedgerChanges {
    private final Map<Long, Long> gaps = new TreeMap<>();
    private final Map<Long, long[]> cohorts = new TreeMap<>();

    /** Users of a day with a gap before it: 0 if there is none, 366 for that and more. */
    public void gap(int day, int gap, long users) {
        gaps.merge(key(day, Math.min(gap, GapQuery.LONGEST_GAP)), users, Long::sum);
    }

    /** Users of a cohort who were active on a day. */
    public void active(int firstDay, int day, long users) {
        cohorts.computeIfAbsent(key(firstDay, day), none -> new long[2])[0] += users;
    }

    /** Users of a cohort whose last active day it is. */
    public void last(int firstDay, int day, long users) {
        cohorts.computeIfAbsent(key(firstDay, day), none -> new long[2])[1] += users;
    }

    /** The days whose gaps change, in order. */
    public SortedSet<Integer> days() {
        var days = new TreeSet<Integer>();
        eachGap((day, gap, users) -> days.add(day));
        return days;
    }

    void eachGap(GapSink sink) {
        gaps.forEach((key, users) -> {
            if (users != 0) {
                sink.counted(upper(key), lower(key), users);
            }
        });
    }

    void eachCohort(CohortSink sink) {
        cohorts.forEach((key, counts) -> {
            if (counts[0] != 0 || counts[1] != 0) {
                sink.counted(upper(key), lower(key), counts[0], counts[1]);
            }
        });
    }

    private static long key(int upper, int lower) {
        return ((long) upper << 32) | (lower & 0xFFFFFFFFL);
    }

    private static int upper(long key) {
        return (int) (key >> 32);
    }

    private static int lower(long key) {
        return (int) key;
    }
}
