package ai.levqor.ops.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * At every whole multiple of a period since 1970 in UTC, whatever clocks on walls show.
 *
 * @param period at least 1 ms and at most 366 days, in whole milliseconds
 */
public record Every(Duration period) implements Schedule {
    private static final Duration LEAST = Duration.ofMillis(1);
    private static final Duration MOST = Duration.ofDays(366);

    /** The units of the text, the longest first. */
    private static final String[] UNITS = {"d", "h", "m", "s"};

    private static final Duration[] LENGTHS = {
        Duration.ofDays(1), Duration.ofHours(1), Duration.ofMinutes(1), Duration.ofSeconds(1)
    };

    /** @throws IllegalArgumentException if the period is too short, too long or not in whole milliseconds */
    public Every {
        if (period.compareTo(LEAST) < 0 || period.compareTo(MOST) > 0 || period.toNanosPart() % LEAST.toNanos() != 0) {
            throw new IllegalArgumentException(
                    "period must be in [1 ms, 366 d] and in whole milliseconds, was " + period);
        }
    }

    @Override
    public Optional<Instant> next(Instant after) {
        var millis = Horizon.nearest(after).toEpochMilli();
        var rest = period.toMillis() - Math.floorMod(millis, period.toMillis());
        return Horizon.within(Instant.ofEpochMilli(millis).plusMillis(rest));
    }

    @Override
    public String text() {
        for (var i = 0; i < UNITS.length; i++) {
            var unit = LENGTHS[i].toMillis();
            if (period.toMillis() % unit == 0) {
                return "every " + period.toMillis() / unit + UNITS[i];
            }
        }
        return "every " + period.toMillis() + "ms";
    }
}
