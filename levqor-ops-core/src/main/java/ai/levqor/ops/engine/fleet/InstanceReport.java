package ai.levqor.ops.engine.fleet;

import ai.levqor.ops.spi.metrics.HistogramSource.HistogramSample;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What one instance tells the others.
 *
 * @param workers its workers; empty if unknown, or if it has no pool
 * @param metrics its requests, and the outcomes of its requests and jobs; empty if unknown
 */
record InstanceReport(OptionalInt workers, Optional<HistogramSample> metrics) {}
