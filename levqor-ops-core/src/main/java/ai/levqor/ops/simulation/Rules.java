package ai.levqor.ops.simulation;

import java.time.Duration;

/** Rules that more than one value keeps. */
final class Rules {
    private Rules() {}

    /** The duration's seconds. */
    static long wholeSeconds(String name, Duration duration, long least) {
        if (duration.getNano() != 0 || duration.getSeconds() < least) {
            throw new IllegalArgumentException(name + " must be whole seconds and >= " + least + " s, was " + duration);
        }
        return duration.getSeconds();
    }
}
