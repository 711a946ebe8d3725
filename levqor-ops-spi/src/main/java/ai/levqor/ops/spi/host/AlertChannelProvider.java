package ai.levqor.ops.spi.host;

import ai.levqor.ops.spi.Provider;

/** Finds {@link AlertChannel} adapters on the class path. */
public interface AlertChannelProvider extends Provider<AlertChannel> {}
