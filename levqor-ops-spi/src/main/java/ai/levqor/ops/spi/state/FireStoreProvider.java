package ai.levqor.ops.spi.state;

import ai.levqor.ops.spi.Provider;

/** Finds {@link FireStore} adapters on the class path. */
public interface FireStoreProvider extends Provider<FireStore> {}
