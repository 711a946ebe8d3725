package ai.levqor.ops.spi.metrics;

import ai.levqor.ops.spi.Provider;

/** Finds {@link MetricsSource} adapters on the class path. */
public interface MetricsSourceProvider extends Provider<MetricsSource> {}
