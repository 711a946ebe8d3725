package ai.levqor.ops.engine.fleet;

import static java.util.Objects.requireNonNull;

import ai.levqor.ops.spi.fleet.FleetBoard;
import ai.levqor.ops.spi.state.LeaseStore;

/**
 * What a fleet shares beside its stores.
 *
 * @param board where each instance tells the others what it sees
 * @param leases where it is decided who leads
 */
public record FleetParts(FleetBoard board, LeaseStore leases) {

    public FleetParts {
        requireNonNull(board, "board");
        requireNonNull(leases, "leases");
    }
}
