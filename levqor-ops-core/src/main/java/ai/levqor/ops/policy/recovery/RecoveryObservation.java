package ai.levqor.ops.policy.recovery;

import static java.util.Objects.requireNonNull;

import ai.levqor.ops.policy.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * All that the recovery policy may look at.
 *
 * @param at the time of the observation
 * @param origin who asks
 * @param errorRate failures / all in the failure window, from 0.0 to 1.0
 * @param failures requests and jobs that failed in the failure window, zero or more
 * @param switches the flags
 * @param means what the host can do
 * @param running whether a recovery is under way
 * @param sinceLastRun time since this process last began one, by a clock that nobody can set; empty if it has not
 */
public record RecoveryObservation(
        Instant at,
        Origin origin,
        Reading<Double> errorRate,
        Reading<Long> failures,
        Switches switches,
        Means means,
        boolean running,
        Optional<Duration> sinceLastRun) {

    /** Who asks for a recovery. */
    public enum Origin {
        /** The watchdog, after it has seen the objectives missed. */
        WATCHDOG,
        /** A person, or a program on behalf of one. */
        MANUAL
    }

    /**
     * The flags that matter.
     *
     * @param autorecover {@code INCIDENT_AUTORECOVER}
     * @param newQueue {@code NEW_QUEUE_ENABLED}
     */
    public record Switches(boolean autorecover, boolean newQueue) {}

    /**
     * What the host can do.
     *
     * @param deadLetters whether the queue keeps dead letters
     * @param dead how many there are; unknown if nobody could say
     * @param workers whether the workers can be restarted
     * @param rotation whether the process can be replaced
     */
    public record Means(boolean deadLetters, Reading<Long> dead, boolean workers, boolean rotation) {

        public Means {
            requireNonNull(dead, "dead");
        }
    }

    public RecoveryObservation {
        requireNonNull(at, "at");
        requireNonNull(origin, "origin");
        requireNonNull(errorRate, "errorRate");
        requireNonNull(failures, "failures");
        requireNonNull(switches, "switches");
        requireNonNull(means, "means");
        requireNonNull(sinceLastRun, "sinceLastRun");
        if (errorRate instanceof Reading.Known<Double> rate && !(rate.measured() >= 0 && rate.measured() <= 1)) {
            throw new IllegalArgumentException("errorRate must be in [0, 1], was " + rate.measured());
        }
        if (failures instanceof Reading.Known<Long> count && count.measured() < 0) {
            throw new IllegalArgumentException("failures must be >= 0, was " + count.measured());
        }
    }
}
