package ai.levqor.ops.spi.queue;

import ai.levqor.ops.spi.Provider;

/** Finds {@link WorkQueue} adapters on the class path. */
public interface WorkQueueProvider extends Provider<WorkQueue> {}
