package ai.levqor.ops.engine.fleet;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * The numbers of a fleet.
 *
 * @param instance the name of this one, unlike that of every other
 * @param length how long an instance that says nothing counts as there, and how long leadership lasts; one second or more. It
 *     is renewed three times as often
 */
public record FleetSetup(String instance, Duration length) {

    public FleetSetup {
        requireNonNull(instance, "instance");
        if (length.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("length must be >= 1 s, was " + length);
        }
    }

    /** How often what is held is renewed. */
    Duration renewEvery() {
        return length.dividedBy(3);
    }
}
