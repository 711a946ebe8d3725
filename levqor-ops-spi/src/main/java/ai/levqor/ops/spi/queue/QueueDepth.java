package ai.levqor.ops.spi.queue;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;

/**
 * The work in a queue at one moment.
 *
 * @param sampledAt when it was read, by the same clock as the engine's
 * @param ready jobs that wait for a worker, zero or more; what the policies call the queue's depth
 * @param inFlight jobs that a worker has taken and not finished, zero or more
 * @param oldestAge how long the oldest ready job has waited; zero if none is ready
 */
public record QueueDepth(Instant sampledAt, long ready, long inFlight, Duration oldestAge) {

    public QueueDepth {
        requireNonNull(sampledAt, "sampledAt");
        requireNonNull(oldestAge, "oldestAge");
        if (ready < 0) {
            throw new IllegalArgumentException("ready must be >= 0, was " + ready);
        }
        if (inFlight < 0) {
            throw new IllegalArgumentException("inFlight must be >= 0, was " + inFlight);
        }
        if (oldestAge.isNegative()) {
            throw new IllegalArgumentException("oldestAge must be >= 0, was " + oldestAge);
        }
    }
}
