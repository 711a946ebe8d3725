package ai.levqor.ops.spi.host;

import ai.levqor.ops.spi.Provider;

/** Finds {@link SummaryChannel} adapters on the class path. */
public interface SummaryChannelProvider extends Provider<SummaryChannel> {}
