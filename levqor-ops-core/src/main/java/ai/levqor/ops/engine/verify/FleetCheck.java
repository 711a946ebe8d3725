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
            if (!instances.contains(fleet.instance())) {
                return Finding.failed("this instance, " + fleet.instance() + ", is not among the " + instances.size()
                        + " on the board");
            }
            if (leader.isEmpty()) {
                return Finding.failed("nobody leads the " + instances.size() + " instances");
            }
            var many = instances.size() == 1 ? "1 instance" : instances.size() + " instances";
            return instances.contains(leader.get())
                    ? Finding.passed(many + ", " + leader.get() + " leads")
                    : Finding.failed(leader.get() + " leads, and is not among the " + many + " on the board");
        });
    }
}
