package ai.levqor.ops.policy.retention;

/**
 * Lets a share of the users through: an integer id if it leaves the share's index as its remainder, and then divided, so
 * that dense ids stay dense; another id by the remainder of its mixed bits.
 */
final class ShareCounter implements ActivityCounter {
    private static final int BLOCK = 4096;

    private final ActivityCounter counter;
    private final int index;
    private final int of;
    private final long[] highs = new long[BLOCK];
    private final long[] lows = new long[BLOCK];
    private final int[] days = new int[BLOCK];

    ShareCounter(ActivityCounter counter, int index, int of) {
        if (of < 1) {
            throw new IllegalArgumentException("there must be 1 share or more, were " + of);
        }
        if (index < 0 || index >= of) {
            throw new IllegalArgumentException("index must be in [0, " + (of - 1) + "], was " + index);
        }
        if (counter instanceof ShareCounter || counter.users() > 0) {
            throw new IllegalArgumentException("only an empty counter that is no share yet can be given a share");
        }
        this.counter = counter;
        this.index = index;
        this.of = of;
    }

    private boolean isMine(long high, long low) {
        var number = high == 0 ? low : ((high * 0xC2B2AE3D27D4EB4FL + low) * 0x9E3779B97F4A7C15L) >>> 16;
        return Math.floorMod(number, of) == index;
    }

    private long inShare(long high, long low) {
        return high == 0 ? Math.floorDiv(low, of) : low;
    }

    @Override
    public void seen(long high, long low, int epochDay) {
        if (isMine(high, low)) {
            counter.seen(high, inShare(high, low), epochDay);
        }
    }

    @Override
    public void seen(long[] ids, int[] epochDays, int count) {
        var mine = 0;
        for (int i = 0; i < count; i++) {
            if (isMine(0, ids[i])) {
                lows[mine] = inShare(0, ids[i]);
                days[mine++] = epochDays[i];
                if (mine == BLOCK) {
                    counter.seen(lows, days, mine);
                    mine = 0;
                }
            }
        }
        counter.seen(lows, days, mine);
    }

    @Override
    public void seen(long[] ids, long[] more, int[] epochDays, int count) {
        var mine = 0;
        for (int i = 0; i < count; i++) {
            if (isMine(ids[i], more[i])) {
                highs[mine] = ids[i];
                lows[mine] = inShare(ids[i], more[i]);
                days[mine++] = epochDays[i];
                if (mine == BLOCK) {
                    counter.seen(highs, lows, days, mine);
                    mine = 0;
                }
            }
        }
        counter.seen(highs, lows, days, mine);
    }

    @Override
    public void forget(long high, long low) {
        if (isMine(high, low)) {
            counter.forget(high, inShare(high, low));
        }
    }

    @Override
    public void merge(ActivityCounter other) {
        if (!(other instanceof ShareCounter share) || share.index != index || share.of != of) {
            throw new IllegalArgumentException(
                    "only the same share of the users can be merged: " + index + " of " + of);
        }
        counter.merge(share.counter);
    }

    @Override
    public long users() {
        return counter.users();
    }

    @Override
    public ActivityTotals totals() {
        return counter.totals();
    }

    @Override
    public int firstDay() {
        return counter.firstDay();
    }

    @Override
    public int days() {
        return counter.days();
    }

    @Override
    public void extendTo(int lastDay) {
        counter.extendTo(lastDay);
    }
}
