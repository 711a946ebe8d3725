package ai.levqor.ops.spi.state;

import ai.levqor.ops.spi.Provider;

/** Finds {@link FlagStore} adapters on the class path. */
public interface FlagStoreProvider extends Provider<FlagStore> {}
