package ai.levqor.ops.policy.forecast;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;

/** The days a forecast rests on: complete, known to the last, at most 120, without gaps. */
final class History {
    /** Older days are of another time. */
    static final int MOST_DAYS = 120;

    private static final int[] NEAREST_WEEKS = {7, 14};

    private final Currency currency;
    private final double[] costs;
    private final int lastDay;
    private final int from;
    private final List<ForecastNote> notes = new ArrayList<>();
    private double creditPerDay;

    private History(Currency currency, double[] costs, int lastDay, LocalDate from) {
        this.currency = currency;
        this.costs = costs;
        this.lastDay = lastDay;
        this.from = (int) from.toEpochDay();
    }

    /** With credits as they are. */
    static History of(DailyCosts costs, LocalDate from) {
        return new Reader(costs.before(from), from).read(false);
    }

    /**
     * With credits split off: a day of credit is a day whose usage is not known. One is taken as happening once; several
     * go on at the sum of the last 30 days.
     */
    static History withoutCredits(DailyCosts costs, LocalDate from) {
        return new Reader(costs.before(from), from).read(true);
    }

    /** The same days with other costs. */
    History with(double[] others) {
        var history = new History(currency, others, lastDay, LocalDate.ofEpochDay(from));
        history.notes.addAll(notes);
        history.creditPerDay = creditPerDay;
        return history;
    }

    Currency currency() {
        return currency;
    }

    /** By day; the last one is {@link #lastDay}. Not to be changed. */
    double[] costs() {
        return costs;
    }

    int size() {
        return costs.length;
    }

    /** As days since 1970. */
    int lastDay() {
        return lastDay;
    }

    /** The first day of the forecast, as days since 1970. */
    int from() {
        return from;
    }

    /** What credits that go on take from a day, 0 or less. */
    double creditPerDay() {
        return creditPerDay;
    }

    List<ForecastNote> notes() {
        return notes;
    }

    /** The mean of the last days, or of all if there are fewer. */
    double mean(int days) {
        return Arithmetic.mean(costs, Math.max(0, costs.length - days), costs.length);
    }

    /** How many days at the end cost nothing, if any other day did; else 0. */
    int idleDays() {
        var idle = 0;
        while (idle < costs.length && costs[costs.length - 1 - idle] == 0) {
            idle++;
        }
        return idle == costs.length ? 0 : idle;
    }

    /** From what is given to what can be reckoned with. */
    private static final class Reader {
        private final DailyCosts given;
        private final LocalDate from;

        Reader(DailyCosts given, LocalDate from) {
            this.given = given;
            this.from = from;
        }

        History read(boolean split) {
            var all = given.raw(Math.max(0, given.span() - 3 * MOST_DAYS), given.span());
            var end = all.length;
            while (end > 0 && Double.isNaN(all[end - 1])) {
                end--;
            }
            var start = Math.max(0, end - MOST_DAYS);
            while (start < end && Double.isNaN(all[start])) {
                start++;
            }
            var costs = Arrays.copyOfRange(all, start, end);
            var lag = all.length - end;
            var last = end == 0
                    ? (int) from.toEpochDay() - 1
                    : (int) given.day(given.span() - 1 - lag).toEpochDay();
            var history = new History(given.currency(), costs, last, from);
            var unread = history.from - 1 - last;
            if (costs.length > 0 && unread > 0) {
                history.notes.add(new ForecastNote(ForecastReason.HISTORY_LAGS, unread));
            }
            var gaps = count(costs);
            if (gaps > 0) {
                history.notes.add(new ForecastNote(ForecastReason.GAPS_FILLED, gaps));
            }
            if (split) {
                splitCredits(history);
            }
            fill(costs);
            return history;
        }

        private static int count(double[] costs) {
            var gaps = 0;
            for (var cost : costs) {
                gaps += Double.isNaN(cost) ? 1 : 0;
            }
            return gaps;
        }

        private static void splitCredits(History history) {
            var costs = history.costs;
            var days = 0;
            var sum = 0.0;
            var recent = 0.0;
            for (var at = 0; at < costs.length; at++) {
                if (costs[at] < 0) {
                    days++;
                    sum += costs[at];
                    recent += at >= costs.length - Forecast.DAYS ? costs[at] : 0;
                    costs[at] = Double.NaN;
                }
            }
            if (days == 1) {
                history.notes.add(new ForecastNote(ForecastReason.CREDIT_ONCE, sum));
            } else if (days > 1) {
                history.notes.add(new ForecastNote(ForecastReason.CREDITS_GO_ON, recent));
                history.creditPerDay = recent / Forecast.DAYS;
            }
        }

        /** A missing day takes the mean of the nearest same weekdays, else what lies on the line between its neighbours. */
        private static void fill(double[] costs) {
            var known = costs.clone();
            for (var at = 0; at < costs.length; at++) {
                if (Double.isNaN(known[at])) {
                    costs[at] = sameWeekday(known, at);
                    if (Double.isNaN(costs[at])) {
                        costs[at] = between(known, at);
                    }
                }
            }
        }

        private static double sameWeekday(double[] known, int at) {
            for (var days : NEAREST_WEEKS) {
                var before = at - days < 0 ? Double.NaN : known[at - days];
                var after = at + days >= known.length ? Double.NaN : known[at + days];
                if (!Double.isNaN(before) || !Double.isNaN(after)) {
                    return Double.isNaN(before) ? after : Double.isNaN(after) ? before : (before + after) / 2;
                }
            }
            return Double.NaN;
        }

        private static double between(double[] known, int at) {
            var left = at;
            while (left >= 0 && Double.isNaN(known[left])) {
                left--;
            }
            var right = at;
            while (right < known.length && Double.isNaN(known[right])) {
                right++;
            }
            if (left < 0 || right == known.length) {
                return left >= 0 ? known[left] : right < known.length ? known[right] : 0;
            }
            return known[left] + (known[right] - known[left]) * (at - left) / (right - left);
        }
    }
}
