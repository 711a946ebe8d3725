package ai.levqor.ops.examples.benchmarks;

import java.time.LocalDate;

/**
 * Makes the activity of a believable site up, the same for the same arguments: a few users are active all the time and most
 * seldom (Zipf, s = 0.8), two in five join within the time and one in three leaves for good, weekends are quieter. Ids are
 * 1 to {@code users}, and say nothing about who is busy. Takes no memory.
 */
final class ActivityGenerator {
    /** The first day; a Thursday. */
    static final LocalDate FIRST_DAY = LocalDate.of(2026, 1, 1);

    private static final int DAY_SECONDS = 86_400;
    private static final double WEEKEND = 0.7;
    private static final int DRAWS = 8;
    private static final long STEP = 0x9E3779B97F4A7C15L;

    private final long events;
    private final int users;
    private final int days;
    private final long seed;
    private long state;

    /**
     * @param events how many in all, 1 to 10^10
     * @param users how many ids, 1 to 2^30; seldom active ones may not come up
     * @param days how many days, 1 to 3,660
     * @param seed makes another site
     */
    ActivityGenerator(long events, int users, int days, long seed) {
        require("events", events, 10_000_000_000L);
        require("users", users, 1 << 30);
        require("days", days, 3_660);
        this.events = events;
        this.users = users;
        this.days = days;
        this.seed = seed;
    }

    private static void require(String name, long value, long most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(name + " must be in [1, " + most + "], was " + value);
        }
    }

    /** Hands all events out, in the order of time. */
    void forEach(Events sink) {
        state = seed;
        var weight = 0.0;
        for (int day = 0; day < days; day++) {
            weight += weight(day);
        }
        var until = 0.0;
        var done = 0L;
        for (int day = 0; day < days; day++) {
            until += weight(day);
            var end = day == days - 1 ? events : (long) (events * until / weight);
            day(day, end - done, sink);
            done = end;
        }
    }

    private void day(int day, long count, Events sink) {
        var midnight = FIRST_DAY.plusDays(day).toEpochDay() * DAY_SECONDS;
        for (long i = 0; i < count; i++) {
            sink.happened(user(day), midnight + (long) (DAY_SECONDS * ((i + uniform()) / count)));
        }
    }

    private static double weight(int day) {
        return FIRST_DAY.plusDays(day).getDayOfWeek().getValue() >= 6 ? WEEKEND : 1.0;
    }

    /** Someone who is there on the day; after some draws, anyone. */
    private int user(int day) {
        var user = draw();
        for (int draws = 1; draws < DRAWS && !isThere(user, day); draws++) {
            user = draw();
        }
        return user;
    }

    /** The inverse of the distribution function: the share of the ranks below r is (r / users)^(1 - s). */
    private int draw() {
        var uniform = uniform();
        var rank = (long) (users * (uniform * uniform * uniform * uniform * uniform));
        return 1 + (int) (rank * 2_147_483_629L % users);
    }

    private boolean isThere(int user, int day) {
        var fate = mix(seed + user * STEP);
        var joins = (fate >>> 32) % 5 < 2 ? (int) ((fate >>> 8) % days) : 0;
        var leaves = (fate >>> 40) % 3 == 0 ? joins + (int) ((fate >>> 16) % days) : days;
        return day >= joins && day <= leaves;
    }

    private double uniform() {
        state += STEP;
        return (mix(state) >>> 11) * 0x1.0p-53;
    }

    private static long mix(long bits) {
        var mixed = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    /** Takes events. */
    @FunctionalInterface
    interface Events {
        void happened(long user, long epochSecond);
    }
}
