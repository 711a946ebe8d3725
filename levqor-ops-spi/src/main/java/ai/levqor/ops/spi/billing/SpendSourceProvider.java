package ai.levqor.ops.spi.billing;

import ai.levqor.ops.spi.Provider;

/** Finds {@link SpendSource} adapters on the class path. */
public interface SpendSourceProvider extends Provider<SpendSource> {}
