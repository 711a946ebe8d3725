package ai.levqor.ops.engine.verify;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

/** {@code clock}: it goes like those of the servers that others look at. */
public final class ClockCheck {
    /** How far apart clocks may be unless said otherwise. */
    public static final Duration MOST = Duration.ofSeconds(30);

    private ClockCheck() {}

    /**
     * Compares this clock with others.
     *
     * @param others what tells the time of each, by a word for it, such as {@code database}; empty if there is none
     * @param most how far apart they may be
     */
    public static Check of(Clock clock, Map<String, ? extends Callable<Instant>> others, Duration most) {
        return new Check("clock", () -> {
            if (others.isEmpty()) {
                return Finding.skipped("there is no other clock to compare it with");
            }
            var words = new ArrayList<String>();
            var far = false;
            for (var other : others.entrySet()) {
                var off = off(clock, other.getValue());
                far |= off.abs().compareTo(most) > 0;
                words.add(String.format(
                        Locale.ROOT,
                        "%.1f s %s that of the %s",
                        off.abs().toMillis() / 1e3,
                        off.isNegative() ? "behind" : "ahead of",
                        other.getKey()));
            }
            var line = String.join("; ", words);
            return far ? Finding.failed(line + "; more than " + most.toSeconds() + " s") : Finding.passed(line);
        });
    }

    /** How far this clock is ahead; the other is taken to have told its time in the middle. */
    private static Duration off(Clock clock, Callable<Instant> other) throws Exception {
        var before = clock.instant();
        var told = other.call();
        var middle = before.plus(Duration.between(before, clock.instant()).dividedBy(2));
        return Duration.between(told, middle);
    }
}
