package ai.levqor.ops.local;

import java.time.Duration;

/**
 * How far back a metrics source looks.
 *
 * @param latency for requests and their latency, 1 s to 1 h
 * @param failure for successes and failures, 1 s to 1 h
 */
public record Windows(Duration latency, Duration failure) {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(1);

    /** 60 s for latency, 5 min for failures. */
    public static final Windows DEFAULTS = new Windows(Duration.ofSeconds(60), Duration.ofMinutes(5));

    public Windows {
        requireInRange("latency", latency);
        requireInRange("failure", failure);
    }

    private static void requireInRange(String name, Duration window) {
        if (window.compareTo(SHORTEST) < 0 || window.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(name + " window must be from 1 s to 1 h, was " + window);
        }
    }
}
