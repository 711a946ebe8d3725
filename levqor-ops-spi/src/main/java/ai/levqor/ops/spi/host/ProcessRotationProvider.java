package ai.levqor.ops.spi.host;

import ai.levqor.ops.spi.Provider;

/** Finds {@link ProcessRotation} adapters on the class path. */
public interface ProcessRotationProvider extends Provider<ProcessRotation> {}
