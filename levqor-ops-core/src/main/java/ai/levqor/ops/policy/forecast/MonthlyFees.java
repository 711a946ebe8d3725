package ai.levqor.ops.policy.forecast;

import java.time.LocalDate;
import java.util.Arrays;

/**
 * Charges that return on a day of the month, told from usage by their spikes: an excess over the 15-day running median
 * above six deviations and half the median. A day of the month (1 to 28, or the last) whose last two spiked alike, within
 * 35 %, is a fee's; so is the 1st, 2nd or last that has come once and spiked. A series with many spikes has no fees: that
 * is its nature.
 */
final class MonthlyFees {
    private static final int HALF_WINDOW = 7;
    private static final double DEVIATIONS = 6;
    private static final double SHARE = 0.5;
    private static final double ALIKE = 0.35;
    private static final int SLOTS = 29;
    private static final int LAST_OF_MONTH = 0;
    private static final int NEVER = -1;

    private final double[] fees = new double[SLOTS];
    private final int[] latest = new int[SLOTS];
    private final int[] before = new int[SLOTS];
    private final History history;
    private final double[] medians;
    private final boolean[] spikes;
    private final double[] rest;
    private int unexplained = NEVER;

    private MonthlyFees(History history) {
        this.history = history;
        this.rest = history.costs().clone();
        this.medians = Arithmetic.runningMedian(rest, HALF_WINDOW);
        this.spikes = new boolean[rest.length];
    }

    static MonthlyFees of(History history) {
        var fees = new MonthlyFees(history);
        var spikes = fees.findSpikes();
        if (spikes > 0 && spikes <= Math.max(2, history.size() / 12)) {
            fees.findFees();
        }
        return fees;
    }

    private int findSpikes() {
        var least = DEVIATIONS * Arithmetic.NORMAL_MAD * Arithmetic.medianDistance(rest, medians);
        var found = 0;
        for (var at = 0; at < rest.length; at++) {
            spikes[at] = rest[at] - medians[at] > Math.max(least, SHARE * medians[at]);
            found += spikes[at] ? 1 : 0;
        }
        return found;
    }

    private void findFees() {
        Arrays.fill(latest, NEVER);
        Arrays.fill(before, NEVER);
        for (var at = 0; at < rest.length; at++) {
            var day = day(at);
            if (day.getDayOfMonth() < SLOTS) {
                came(day.getDayOfMonth(), at);
            }
            if (day.getDayOfMonth() == day.lengthOfMonth()) {
                came(LAST_OF_MONTH, at);
            }
        }
        for (var slot = 0; slot < SLOTS; slot++) {
            fees[slot] = fee(slot);
        }
        for (var at = 0; at < rest.length; at++) {
            if (spikes[at]) {
                if (on(day(at)) > 0) {
                    rest[at] = medians[at];
                } else {
                    unexplained = at;
                }
            }
        }
    }

    private void came(int slot, int at) {
        before[slot] = latest[slot];
        latest[slot] = at;
    }

    private double fee(int slot) {
        if (latest[slot] == NEVER || !spikes[latest[slot]]) {
            return 0;
        }
        var now = excess(latest[slot]);
        if (before[slot] == NEVER) {
            return slot <= 2 ? now : 0;
        }
        var then = excess(before[slot]);
        var alike = spikes[before[slot]] && Math.abs(now - then) <= ALIKE * Math.max(now, then);
        return alike ? (now + then) / 2 : 0;
    }

    private double excess(int at) {
        return rest[at] - medians[at];
    }

    private LocalDate day(int at) {
        return LocalDate.ofEpochDay((long) history.lastDay() - rest.length + 1 + at);
    }

    /** The fees of a day. */
    double on(LocalDate day) {
        var fee = day.getDayOfMonth() < SLOTS ? fees[day.getDayOfMonth()] : 0;
        return fee + (day.getDayOfMonth() == day.lengthOfMonth() ? fees[LAST_OF_MONTH] : 0);
    }

    /** The history with the spikes of fees taken out. */
    History rest() {
        return history.with(rest);
    }

    /** How much the latest spike that is no fee was above its days; 0 if there is none. */
    double unexplained() {
        return unexplained == NEVER ? 0 : history.costs()[unexplained] - medians[unexplained];
    }
}
