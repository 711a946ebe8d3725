package ai.levqor.ops.engine.verify;

import ai.levqor.ops.engine.fleet.Fleet;

/** {@code fleet}: the board and the leases answer, this instance is on the board, and somebody leads. */
public final class FleetCheck {
    private FleetCheck() {}

    /** Asks the board and the leases of the fleet; changes nothing. */
    public static Check of(Fleet fleet) {
        return new Check("fleet", () -> {
            var instances = fleet.onBoard();
            var leader = fleet.leader();
            var many = instances.size() == 1 ? "1 instance" : instances.size() + " instances";
            if (!instances.contains(fleet.instance())) {
                return Finding.failed(
                        "this instance, " + fleet.instance() + ", is not on the board, which has " + many);
            }
            if (leader.isEmpty()) {
                return Finding.failed("nobody leads; the board has " + many);
            }
            return instances.contains(leader.get())
                    ? Finding.passed(many + ", " + leader.get() + " leads")
                    : Finding.failed(leader.get() + " leads, and is not on the board, which has " + many);
        });
    }
}
