package ai.levqor.ops.engine.retention;

import ai.levqor.ops.engine.ask.DeadlineCaller;
import ai.levqor.ops.engine.ask.FaultLog;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;

/**
 * What counting lives in.
 *
 * @param clock the one clock
 * @param registry where the meters are registered
 * @param caller asks under the deadline
 * @param faults counts and logs what is not well
 */
public record RetentionContext(Clock clock, MeterRegistry registry, DeadlineCaller caller, FaultLog faults) {}
