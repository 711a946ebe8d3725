package ai.levqor.ops.engine;

import ai.levqor.ops.spi.metrics.MetricsSample;
import ai.levqor.ops.spi.queue.QueueDepth;
import java.util.List;
import java.util.Optional;

/**
 * What the sources said at one moment.
 *
 * @param metrics requests, latency, and outcomes with those of jobs added; empty if unknown
 * @param queue empty if unknown or if there is no queue
 * @param sources how each source fared, by name
 */
public record Signals(Optional<MetricsSample> metrics, Optional<QueueDepth> queue, List<SourceHealth> sources) {

    public Signals {
        sources = List.copyOf(sources);
    }
}
