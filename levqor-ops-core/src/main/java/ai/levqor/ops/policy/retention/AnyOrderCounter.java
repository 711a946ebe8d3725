package ai.levqor.ops.policy.retention;

/** Counts by a bit for each user and day. */
final class AnyOrderCounter implements ActivityCounter {
    private final LiveCounts counts = new LiveCounts();
    private final IdKinds<DayBits> users;
    private Days days;

    AnyOrderCounter(Days days) {
        this.days = days;
        this.users = new IdKinds<>(() -> new DayBits(this.days, counts), this::users);
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
        var slot = users.find(high, low);
        var bits = users.slots(high, low);
        if (slot != SlotTable.ABSENT && bits.has(slot)) {
            counts.left(bits, slot);
            bits.clear(slot);
            users.release(high, low, slot);
        }
    }

    @Override
    public void merge(ActivityCounter other) {
        if (!(other instanceof AnyOrderCounter more)) {
            throw new IllegalArgumentException(
                    "only a counter for any order, and no share of one, can be merged into one");
        }
        counts.drop();
        cover(days.union(more.days));
        more.users.dense().forEach(slot -> add(0, slot, more.users.dense(), slot));
        more.users.sparse().forEach(slot -> add(0, more.users.sparseId(slot), more.users.sparse(), slot));
        var wide = more.users.wideIds();
        more.users.wide().forEach(slot -> add(wide.high(slot), wide.low(slot), more.users.wide(), slot));
    }

    private void add(long high, long low, DayBits from, int slot) {
        users.slots(high, low).addAll(users.slot(high, low), from, slot);
        users.keepDense();
    }

    @Override
    public long users() {
        return users.dense().users() + users.sparse().users() + users.wide().users();
    }

    @Override
    public ActivityTotals totals() {
        if (!counts.live()) {
            counts.begin(days);
            count(users.dense());
            count(users.sparse());
            count(users.wide());
        }
        return counts.totals(users());
    }

    private void count(DayBits bits) {
        bits.forEach(slot -> counts.joined(bits, slot));
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
        cover(days.upTo(lastDay));
        counts.extendTo(days);
    }

    private void cover(Days wider) {
        if (!wider.equals(days)) {
            days = wider;
            users.dense().cover(days);
            users.sparse().cover(days);
            users.wide().cover(days);
        }
    }
}
