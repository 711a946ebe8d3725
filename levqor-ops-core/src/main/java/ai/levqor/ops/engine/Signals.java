package ai.levqor.ops.engine;

import ai.levqor.ops.spi.metrics.MetricsSample;
import ai.levqor.ops.spi.metrics.Outcomes;
import ai.levqor.ops.spi.queue.QueueDepth;
import java.util.List;
import java.util.Optional;

/**
 * What the sources said at one moment.
 *
 * @param metrics requests and their latency; empty if unknown
 * @param outcomes of requests and jobs together; empty if one of the two is unknown
 * @param queue empty if unknown or if there is no queue
 * @param sources how each source fared, by name
 */
public record Signals(
        Optional<MetricsSample> metrics,
        Optional<Outcomes> outcomes,
        Optional<QueueDepth> queue,
        List<SourceHealth> sources) {

    public Signals {
        sources = List.copyOf(sources);
    }
}
