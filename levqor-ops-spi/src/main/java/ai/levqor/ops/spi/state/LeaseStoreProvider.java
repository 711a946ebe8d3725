package ai.levqor.ops.spi.state;

import ai.levqor.ops.spi.Provider;

/** Finds {@link LeaseStore} adapters on the class path. */
public interface LeaseStoreProvider extends Provider<LeaseStore> {}
