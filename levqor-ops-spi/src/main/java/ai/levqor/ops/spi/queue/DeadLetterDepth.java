package ai.levqor.ops.spi.queue;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;

/**
 * The failed jobs of a queue at one moment.
 *
 * @param sampledAt when it was read, by the same clock as the engine's
 * @param dead jobs that failed and wait for a redrive, zero or more
 * @param retrying jobs that a redrive has moved and no worker has taken yet, zero or more; ready, and counted there too
 * @param quarantined jobs that failed after too many redrives and wait for a person, zero or more
 * @param oldestAge how long ago the oldest dead job failed; zero if none is dead
 */
public record DeadLetterDepth(Instant sampledAt, long dead, long retrying, long quarantined, Duration oldestAge) {

    public DeadLetterDepth {
        requireNonNull(sampledAt, "sampledAt");
        if (dead < 0 || retrying < 0 || quarantined < 0) {
            throw new IllegalArgumentException(
                    "dead, retrying and quarantined must be >= 0, were " + dead + ", " + retrying + ", " + quarantined);
        }
        if (oldestAge.isNegative()) {
            throw new IllegalArgumentException("oldestAge must be >= 0, was " + oldestAge);
        }
    }
}
