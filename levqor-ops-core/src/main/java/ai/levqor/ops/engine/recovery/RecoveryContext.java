package ai.levqor.ops.engine.recovery;

import ai.levqor.ops.engine.ask.DeadlineCaller;
import ai.levqor.ops.engine.ask.FaultLog;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What a recovery lives in.
 *
 * @param clock the one clock
 * @param ticker nanoseconds that only go forward, for elapsed time
 * @param registry where the meters are registered
 * @param caller asks under the deadline
 * @param faults counts and logs what is not well
 * @param look observes now
 */
public record RecoveryContext(
        Clock clock,
        LongSupplier ticker,
        MeterRegistry registry,
        DeadlineCaller caller,
        FaultLog faults,
        Supplier<RecoverySignals> look) {}
