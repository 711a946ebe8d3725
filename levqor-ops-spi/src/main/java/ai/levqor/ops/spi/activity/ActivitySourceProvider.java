package ai.levqor.ops.spi.activity;

import ai.levqor.ops.spi.Provider;

/** Finds {@link ActivitySource} adapters on the class path. */
public interface ActivitySourceProvider extends Provider<ActivitySource> {}
