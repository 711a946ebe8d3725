package ai.levqor.ops.policy.retention;

/** Counts by the first and the last day of each user. */
final class InOrderCounter implements ActivityCounter {
    private final DayRows rows = new DayRows();
    private final IdKinds<LastSeen> users;
    private Days days;

    InOrderCounter(Days days) {
        this.days = days;
        this.users = new IdKinds<>(() -> new LastSeen(rows, days.first()), this::users);
    }

    @Override
    public void seen(long high, long low, int epochDay) {
        days.require(epochDay);
        users.seen(high, low, epochDay);
    }

    @Override
    public void seen(long[] ids, int[] epochDays, int count) {
        days.require(epochDays, count);
        users.seen(ids, epochDays, count);
    }

    @Override
    public void seen(long[] highs, long[] lows, int[] epochDays, int count) {
        days.require(epochDays, count);
        users.seen(highs, lows, epochDays, count);
    }

    @Override
    public void forget(long high, long low) {
        throw new UnsupportedOperationException(
                "a counter for days in order cannot forget a user: the days between the first and the last are not kept;"
                        + " ActivityCounter.anyOrder keeps them");
    }

    @Override
    public void merge(ActivityCounter other) {
        throw new UnsupportedOperationException(
                "a counter for days in order cannot merge: the days between the first and the last are not kept;"
                        + " ActivityCounter.anyOrder keeps them, and totals of disjoint users add");
    }

    @Override
    public long users() {
        return users.dense().users() + users.sparse().users() + users.wide().users();
    }

    @Override
    public ActivityTotals totals() {
        var cohorts = Cohorts.builder();
        rows.addActive(days, cohorts);
        addLast(cohorts);
        return new ActivityTotals(rows.histogram(days), cohorts.build(), users());
    }

    private void addLast(Cohorts.Builder cohorts) {
        var counts = rows.likeFirsts();
        users.dense().addLast(counts);
        users.sparse().addLast(counts);
        users.wide().addLast(counts);
        for (int last = 1; last < counts.length; last++) {
            for (int first = 1; first < counts[last].length; first++) {
                if (counts[last][first] != 0) {
                    cohorts.last(days.first() + first - 1, last - first, counts[last][first]);
                }
            }
        }
    }

    @Override
    public int firstDay() {
        return days.first();
    }

    @Override
    public int days() {
        return days.count();
    }

    @Override
    public void extendTo(int lastDay) {
        days = days.upTo(lastDay);
    }
}
