package ai.levqor.ops.spi.queue;

import ai.levqor.ops.spi.Provider;

/** Finds {@link WorkerPool} adapters on the class path. */
public interface WorkerPoolProvider extends Provider<WorkerPool> {}
