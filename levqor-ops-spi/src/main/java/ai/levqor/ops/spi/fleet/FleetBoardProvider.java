package ai.levqor.ops.spi.fleet;

import ai.levqor.ops.spi.Provider;

/** Finds {@link FleetBoard} adapters on the class path. */
public interface FleetBoardProvider extends Provider<FleetBoard> {}
