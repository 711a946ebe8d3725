package ai.levqor.ops.policy.retention;

import java.util.List;

/** A user was active on a day. */
record Activity(Id id, int day) {

    record Id(long high, long low) {}

    static Activity of(long id, int day) {
        return new Activity(new Id(0, id), day);
    }

    void countBy(ActivityCounter counter) {
        counter.seen(id.high, id.low, day);
    }

    static <C extends ActivityCounter> C count(List<Activity> all, C counter) {
        all.forEach(activity -> activity.countBy(counter));
        return counter;
    }

    /** All at once. */
    static void countTogether(List<Activity> all, ActivityCounter counter) {
        var highs = all.stream().mapToLong(activity -> activity.id.high).toArray();
        var lows = all.stream().mapToLong(activity -> activity.id.low).toArray();
        var days = all.stream().mapToInt(Activity::day).toArray();
        counter.seen(highs, lows, days, days.length);
    }
}
