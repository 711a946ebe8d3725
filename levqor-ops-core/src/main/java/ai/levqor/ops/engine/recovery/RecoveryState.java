package ai.levqor.ops.engine.recovery;

import ai.levqor.ops.policy.recovery.RecoveryGuards;
import java.time.Instant;
import java.util.Optional;

/**
 * What recoveries remember, shared by every instance.
 *
 * @param guards what the guards remember
 * @param run the recovery under way
 */
record RecoveryState(RecoveryGuards guards, Optional<Run> run) {
    static final RecoveryState START = new RecoveryState(RecoveryGuards.START, Optional.empty());

    /**
     * A recovery under way.
     *
     * @param owner the process that runs it, by a random name
     * @param beat when its owner last said that it lives
     * @param report how far it has come; a step that is running is an intent whose outcome nobody has recorded
     */
    record Run(String owner, Instant beat, RecoveryReport report) {}
}
