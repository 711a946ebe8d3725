package ai.levqor.ops.engine;

import static java.util.Objects.requireNonNull;

import ai.levqor.ops.spi.billing.SpendSource;
import ai.levqor.ops.spi.metrics.MetricsSource;
import ai.levqor.ops.spi.queue.WorkQueue;
import ai.levqor.ops.spi.queue.WorkerPool;
import ai.levqor.ops.spi.state.FlagStore;
import ai.levqor.ops.spi.state.StateStore;
import java.util.Optional;

/**
 * All that the engine asks and acts on.
 *
 * @param metrics requests, latency, outcomes
 * @param jobs outcomes of jobs, if {@code metrics} does not count them
 * @param queue the work that waits; empty if there is none, or none is known
 * @param queueless whether the backend has declared that it has no queue, which counts as a depth of 0
 * @param workers the pool that a decision resizes; empty if the host reads the flag itself
 * @param spend what the backend costs
 * @param flags the switches and the worker target
 * @param state what the policy remembers
 */
public record Sources(
        MetricsSource metrics,
        Optional<MetricsSource> jobs,
        Optional<WorkQueue> queue,
        boolean queueless,
        Optional<WorkerPool> workers,
        Optional<SpendSource> spend,
        FlagStore flags,
        StateStore state) {

    public Sources {
        requireNonNull(metrics, "metrics");
        requireNonNull(flags, "flags");
        requireNonNull(state, "state");
        if (queueless && queue.isPresent()) {
            throw new IllegalArgumentException("a backend without a queue must not be given one");
        }
    }

    /** The same, with the signals of a whole fleet in the place of this instance's own. */
    Sources together(MetricsSource fleet) {
        return new Sources(fleet, Optional.empty(), queue, queueless, workers, spend, flags, state);
    }

    /** The same, with a source of spend. */
    Sources spending(SpendSource source) {
        return new Sources(metrics, jobs, queue, queueless, workers, Optional.of(source), flags, state);
    }
}
