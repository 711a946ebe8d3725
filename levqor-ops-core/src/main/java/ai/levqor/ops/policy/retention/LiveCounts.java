package ai.levqor.ops.policy.retention;

/**
 * The counts of a counter for any order: none until they are first asked for, and then kept current with every user and day
 * that comes or goes. Only a day before a user's first one costs more than a look at its neighbours: the user changes
 * cohorts, with all of the user's days.
 */
final class LiveCounts {
    private boolean live;
    private GapHistogram.Builder gaps = GapHistogram.builder(0, 0);
    private Cohorts.Builder cohorts = Cohorts.builder();

    boolean live() {
        return live;
    }

    /** Begins with what was counted. */
    void begin(Days days, DayRows rows) {
        gaps = GapHistogram.builder(days.first(), days.count());
        cohorts = Cohorts.builder();
        rows.addTo(days.first(), gaps, cohorts);
        live = true;
    }

    /** Lets the counts go; they are to be counted anew. */
    void drop() {
        gaps = GapHistogram.builder(0, 0);
        cohorts = Cohorts.builder();
        live = false;
    }

    void extendTo(Days days) {
        if (live) {
            gaps.extendTo(days.count());
        }
    }

    ActivityTotals totals(long users) {
        return new ActivityTotals(gaps.build(), cohorts.build(), users);
    }

    /** Takes all days of a user away, before the bits go. */
    void left(DayBits bits, int slot) {
        if (!live) {
            return;
        }
        var before = DayBits.NONE;
        for (var day = bits.first(slot); day != DayBits.NONE; day = bits.after(slot, (int) day)) {
            gaps.add((int) day, before == DayBits.NONE ? GapHistogram.NEW : GapHistogram.gap(before, day), -1);
            before = day;
        }
        changeCohort(bits, slot, bits.first(slot), DayBits.NONE, -1);
    }

    /** Adds a user to a cohort, with all days but one. */
    private void changeCohort(DayBits bits, int slot, long first, long without, int users) {
        var cohort = cohorts.cohort((int) first);
        var last = DayBits.NONE;
        for (var day = bits.first(slot); day != DayBits.NONE; day = bits.after(slot, (int) day)) {
            if (day != without) {
                cohort.active((int) (day - first), users);
                last = day;
            }
        }
        cohort.last((int) (last - first), users);
    }

    /** A user is active on one more day, the bit of which is set already; to be called while live. */
    void arrived(DayBits bits, int slot, int day) {
        var before = bits.before(slot, day);
        var after = bits.after(slot, day);
        gaps.add(day, before == DayBits.NONE ? GapHistogram.NEW : GapHistogram.gap(before, day), 1);
        if (after != DayBits.NONE) {
            gaps.add((int) after, before == DayBits.NONE ? GapHistogram.NEW : GapHistogram.gap(before, after), -1);
            gaps.add((int) after, GapHistogram.gap(day, after), 1);
        }
        if (before == DayBits.NONE) {
            if (after != DayBits.NONE) {
                changeCohort(bits, slot, after, day, -1);
            }
            changeCohort(bits, slot, day, DayBits.NONE, 1);
        } else {
            var first = (int) bits.first(slot);
            var cohort = cohorts.cohort(first);
            cohort.active(day - first, 1);
            if (after == DayBits.NONE) {
                cohort.last((int) (before - first), -1);
                cohort.last(day - first, 1);
            }
        }
    }
}
