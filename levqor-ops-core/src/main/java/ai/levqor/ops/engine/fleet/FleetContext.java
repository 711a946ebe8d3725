package ai.levqor.ops.engine.fleet;

import ai.levqor.ops.engine.ask.DeadlineCaller;
import ai.levqor.ops.engine.ask.FaultLog;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.function.LongSupplier;

/**
 * What the fleet lives in.
 *
 * @param clock dates samples
 * @param ticker nanoseconds that only go forward
 * @param registry where the meters are registered
 */
public record FleetContext(
        Clock clock, LongSupplier ticker, MeterRegistry registry, DeadlineCaller caller, FaultLog faults) {}
