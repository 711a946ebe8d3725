package ai.levqor.ops.spi.state;

import ai.levqor.ops.spi.Provider;

/** Finds {@link StateStore} adapters on the class path. */
public interface StateStoreProvider extends Provider<StateStore> {}
