package ai.levqor.ops.engine;

import ai.levqor.ops.policy.scale.ScaleObservation;
import ai.levqor.ops.spi.state.FlagReading;
import java.util.Optional;

/**
 * All that was seen at one moment.
 *
 * @param seen what the policy looks at
 * @param signals what else is known
 * @param flags what the flag store said; empty if it could not be read
 */
record Snapshot(ScaleObservation seen, Signals signals, Optional<FlagReading> flags) {

    /** Whether decisions are to be carried out. Flags that cannot be read switch nothing on. */
    boolean autoscaleEnabled() {
        return flags.isPresent() && flags.get().flags().autoscaleEnabled();
    }
}
