package ai.levqor.ops.engine.summary;

import ai.levqor.ops.engine.ask.DeadlineCaller;
import ai.levqor.ops.engine.ask.FaultLog;
import ai.levqor.ops.spi.state.StateStore;
import java.time.Clock;

/**
 * What a summary lives in.
 *
 * @param clock the one clock
 * @param state where the fleet remembers which date was sent
 * @param caller asks the store under the deadline
 * @param faults counts and logs what fails of the store
 */
public record SummaryContext(Clock clock, StateStore state, DeadlineCaller caller, FaultLog faults) {}
