package ai.levqor.ops.store.jdbc;

/** Takes counts of cohorts. Used by one thread. */
@FunctionalInterface
public interface CohortSink {

    /**
     * Users of a cohort on a day; both days are days since 1970-01-01.
     *
     * @param firstDay their first active day
     * @param day the day
     * @param active how many were active on it
     * @param last for how many it is the last active day
     */
    void counted(int firstDay, int day, long active, long last);
}
