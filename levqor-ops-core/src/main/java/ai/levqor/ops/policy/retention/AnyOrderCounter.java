package ai.levqor.ops.policy.retention;

/** Counts by a bit for each user and day. */
final class AnyOrderCounter implements ActivityCounter {
    private final LiveCounts counts = new LiveCounts();
    private final IdKinds<ActiveDays> users;
    private Days days;

    AnyOrderCounter(Days days) {
        this.days = days;
        this.users = new IdKinds<>(new ActiveDays(days, counts));
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
        if (users.isDense(high, low)) {
            forgetDense((int) low);
            return;
        }
        var cell = users.find(high, low);
        if (cell != IdTable.ABSENT) {
            var table = users.table(high);
            var slot = users.users().slot(table.cells(), cell);
            counts.left(users.users().slots(), slot);
            users.users().release(slot);
            table.remove(cell);
        }
    }

    private void forgetDense(int id) {
        var bits = users.users().dense();
        if (bits.has(id)) {
            counts.left(bits, id);
            bits.clear(id);
        }
    }

    @Override
    public void merge(ActivityCounter other) {
        if (!(other instanceof AnyOrderCounter more)) {
            throw new IllegalArgumentException(
                    "only a counter for any order, and no share of one, can be merged into one");
        }
        if (more == this) {
            return;
        }
        counts.drop();
        cover(days.union(more.days));
        var theirs = more.users;
        theirs.users().dense().forEach(id -> add(0, id, theirs.users().dense(), id));
        users.sparse().makeRoom(theirs.sparse().size());
        theirs.sparse()
                .forEach(cell -> add(
                        0,
                        theirs.sparse().id(cell),
                        theirs.users().slots(),
                        theirs.users().slot(theirs.sparse().cells(), cell)));
        users.wide().makeRoom(theirs.wide().size());
        theirs.wide()
                .forEach(cell -> add(
                        theirs.wide().high(cell),
                        theirs.wide().low(cell),
                        theirs.users().slots(),
                        theirs.users().slot(theirs.wide().cells(), cell)));
        users.keepDense();
    }

    private void add(long high, long low, DayBits from, int slot) {
        if (users.isDense(high, low)) {
            users.users().dense().addAll((int) low, from, slot);
        } else {
            var cell = users.take(high, low);
            var mine = users.users().slot(users.table(high).cells(), cell);
            users.users().slots().addAll(mine, from, slot);
        }
    }

    @Override
    public long users() {
        return users.users().users();
    }

    @Override
    public ActivityTotals totals() {
        if (!counts.live()) {
            var rows = new DayRows();
            users.users().dense().addTo(rows, days.first());
            users.users().slots().addTo(rows, days.first());
            counts.begin(days, rows);
        }
        return counts.totals(users());
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
            users.users().cover(days);
        }
    }
}
