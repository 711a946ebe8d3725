package ai.levqor.ops.examples.backend;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.SplittableRandom;

/**
 * The made-up past of the example's shop: it grows, its customers come less at weekends, most of them leave one day, and
 * some of those return. The same for the same founding day, whatever part of it is asked for. In the hours from 02:00 to
 * 05:00 UTC nobody comes, and every {@value #OUTAGE_EVERY}th day not from 13:00 to 16:00 either.
 */
final class ShopHistory {
    private static final int OUTAGE_EVERY = 29;
    private static final int AT_FIRST = 120;
    private static final int A_DAY = 40;
    private static final double WEEKEND = 0.55;
    private static final String[] ACTIONS = {"login", "browse"};

    /** How many come in each hour of the day, in proportion. */
    private static final int[] HOURS = {3, 1, 0, 0, 0, 1, 2, 4, 7, 9, 10, 10, 9, 9, 10, 10, 9, 9, 10, 12, 12, 10, 8, 5};

    private final LocalDate founded;

    /** A shop that had its first customers on this day. */
    ShopHistory(LocalDate founded) {
        this.founded = founded;
    }

    /** How many have become customers up to and including a day; they are numbered from 1. */
    int customers(LocalDate day) {
        return customers(daysSince(day));
    }

    private static int customers(int day) {
        return day < 0 ? 0 : AT_FIRST + A_DAY * day + day * day / 25;
    }

    private int daysSince(LocalDate day) {
        return Math.toIntExact(day.toEpochDay() - founded.toEpochDay());
    }

    /** Tells what every customer did on a day; who joins on it is told before. */
    void tell(LocalDate day, Listener listener) throws SQLException {
        var today = daysSince(day);
        var user = 1;
        for (var joined = 0; joined <= today; joined++) {
            for (var last = customers(joined); user <= last; user++) {
                var random = random(user, day.toEpochDay());
                var first = joined == today;
                var midnight = day.toEpochDay() * 86_400;
                if (first) {
                    listener.joined(user, midnight);
                }
                if (first || random.nextDouble() < new Habits(user).chance(today - joined, weekend(day))) {
                    visit(user, midnight, outage(today), random, listener);
                }
            }
        }
    }

    private static void visit(int user, long midnight, boolean outage, SplittableRandom random, Listener listener)
            throws SQLException {
        var hour = hour(random, outage);
        var second = midnight + hour * 3_600L + random.nextInt(3_000);
        for (int steps = 1 + random.nextInt(2), step = 0; step < steps; step++) {
            listener.did(user, ACTIONS[step], second);
            second += random.nextInt(140);
        }
    }

    private static int hour(SplittableRandom random, boolean outage) {
        while (true) {
            var hour = random.nextInt(HOURS.length);
            if (random.nextInt(12) < HOURS[hour] && !(outage && hour >= 13 && hour < 16)) {
                return hour;
            }
        }
    }

    private static boolean outage(int day) {
        return day % OUTAGE_EVERY == OUTAGE_EVERY - 1;
    }

    private static boolean weekend(LocalDate day) {
        return day.getDayOfWeek().getValue() >= 6;
    }

    private static SplittableRandom random(long user, long day) {
        return new SplittableRandom(user * 0x9E3779B97F4A7C15L ^ day * 0xC2B2AE3D27D4EB4FL);
    }

    /** How often a customer comes, how long they stay, and whether they return. */
    private static final class Habits {
        private final double often;
        private final double stays;
        private final double returns;
        private final double leaves;

        Habits(int user) {
            var random = random(user, -1);
            var kind = random.nextInt(20);
            this.often = kind < 3 ? 0.6 : kind < 10 ? 0.22 : 0.06;
            this.stays = days(random, kind < 3 ? 250 : kind < 10 ? 90 : 45);
            var returning = random.nextInt(4) == 0;
            this.returns = returning ? stays + 31 + random.nextInt(40) : Double.MAX_VALUE;
            this.leaves = returns + days(random, 60);
        }

        private static double days(SplittableRandom random, double mean) {
            return -mean * Math.log1p(-random.nextDouble());
        }

        double chance(int age, boolean weekend) {
            var there = age < stays || (age >= returns && age < leaves);
            return there ? often * (weekend ? WEEKEND : 1) : 0;
        }
    }

    /** Hears the history of a day. */
    interface Listener {
        /** A customer joined at a time, in seconds since 1970. */
        void joined(int user, long second) throws SQLException;

        /** A customer did something. */
        void did(int user, String action, long second) throws SQLException;
    }
}
