package ai.levqor.ops.policy.retention;

/** Counts by the first and the last day of each user. */
final class InOrderCounter implements ActivityCounter {
    private final IdKinds<LastSeen> users;
    private Days days;

    InOrderCounter(Days days) {
        this.days = days;
        this.users = new IdKinds<>(new LastSeen(days.first()));
    }

    @Override
    public void seen(long high, long low, int epochDay) {
        days.require(epochDay);
        users.seen(high, low, epochDay);
    }

    @Override
    public void seen(long[] ids, int[] epochDays, int count) {
        for (int from = 0; from < count; from += IdKinds.BLOCK) {
            var length = Math.min(IdKinds.BLOCK, count - from);
            days.require(epochDays, from, length);
            users.seen(ids, epochDays, from, length);
        }
    }

    @Override
    public void seen(long[] highs, long[] lows, int[] epochDays, int count) {
        for (int from = 0; from < count; from += IdKinds.BLOCK) {
            var length = Math.min(IdKinds.BLOCK, count - from);
            days.require(epochDays, from, length);
            users.seen(highs, lows, epochDays, from, length);
        }
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
        return users.users().users();
    }

    @Override
    public ActivityTotals totals() {
        var rows = users.users().rows();
        var lasts = rows.clearedLasts();
        users.users().addLast(lasts);
        LastSeen.addLast(users.sparse(), lasts);
        LastSeen.addLast(users.wide(), lasts);
        var gaps = GapHistogram.builder(days.first(), days.count());
        var cohorts = Cohorts.builder();
        rows.addTo(days.first(), gaps, cohorts);
        return new ActivityTotals(gaps.build(), cohorts.build(), users());
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
