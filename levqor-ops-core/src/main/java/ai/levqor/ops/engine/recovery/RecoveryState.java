package ai.levqor.ops.engine.recovery;

import ai.levqor.ops.policy.recovery.RecoveryGuards;
import java.time.Instant;
import java.util.Optional;

/**
 * What recoveries remember, shared by every instance.
 *
 * @param guards what the guards remember
 * @param run the recovery under way
 * @param settled what became of the last incidents
 */
record RecoveryState(RecoveryGuards guards, Optional<Run> run, Settled settled) {
    static final RecoveryState START = new RecoveryState(RecoveryGuards.START, Optional.empty(), Settled.NONE);

    RecoveryState with(RecoveryGuards other) {
        return new RecoveryState(other, run, settled);
    }

    RecoveryState running(Run now) {
        return new RecoveryState(guards, Optional.of(now), settled);
    }

    /** After the recovery under way has ended. */
    RecoveryState ended(RecoveryReport report) {
        return new RecoveryState(guards, Optional.empty(), settled.with(report));
    }

    /** After one was refused. */
    RecoveryState refused(RecoveryReport report) {
        return new RecoveryState(guards, run, settled.with(report));
    }

    /** The report of the recovery under way, if it is this incident's. */
    Optional<RecoveryReport> underWay(String incidentId) {
        return run.map(Run::report).filter(report -> report.incidentId().equals(incidentId));
    }

    /**
     * A recovery under way.
     *
     * @param owner the process that runs it, by a random name
     * @param beat when its owner last said that it lives
     * @param report how far it has come; a step that is running is an intent whose outcome nobody has recorded
     */
    record Run(String owner, Instant beat, RecoveryReport report) {}
}
