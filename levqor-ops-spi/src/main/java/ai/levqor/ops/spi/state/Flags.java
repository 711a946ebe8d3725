package ai.levqor.ops.spi.state;

import java.time.Instant;
import java.util.Optional;

/**
 * The switches of the autopilot, and the worker target it keeps. {@link #DEFAULTS} acts on nothing.
 *
 * @param workerCount {@code WORKER_COUNT}: the worker target, from {@value #FEWEST_WORKERS} to {@value #MOST_WORKERS}
 * @param autoscaleEnabled {@code AUTOSCALE_ENABLED}: whether scale decisions are carried out
 * @param incidentAutorecover {@code INCIDENT_AUTORECOVER}: whether a recovery may act, the watchdog's or a
 *     person's
 * @param newQueueEnabled {@code NEW_QUEUE_ENABLED}: whether a recovery may rotate the process
 * @param lastAutoscale {@code LAST_AUTOSCALE}: when the autopilot last changed the worker target; empty if never
 * @param updatedAt {@code updated_at}: when the flags were last written by the library; empty if never
 */
public record Flags(
        int workerCount,
        boolean autoscaleEnabled,
        boolean incidentAutorecover,
        boolean newQueueEnabled,
        Optional<Instant> lastAutoscale,
        Optional<Instant> updatedAt) {

    /** The least worker target. */
    public static final int FEWEST_WORKERS = 1;

    /** The greatest worker target; more is taken for a slip of the hand. */
    public static final int MOST_WORKERS = 10_000;

    /** Two workers, every switch off. */
    public static final Flags DEFAULTS = new Flags(2, false, false, false, Optional.empty(), Optional.empty());

    public Flags {
        if (workerCount < FEWEST_WORKERS || workerCount > MOST_WORKERS) {
            throw new IllegalArgumentException("WORKER_COUNT must be an integer from " + FEWEST_WORKERS + " to "
                    + MOST_WORKERS + ", was " + workerCount);
        }
    }

    /** These flags after the autopilot moved the worker target. */
    public Flags scaledTo(int target, Instant at) {
        return new Flags(
                target, autoscaleEnabled, incidentAutorecover, newQueueEnabled, Optional.of(at), Optional.of(at));
    }
}
