package ai.levqor.ops.engine.cost;

import ai.levqor.ops.engine.ask.DeadlineCaller;
import ai.levqor.ops.engine.ask.FaultLog;
import ai.levqor.ops.spi.state.StateStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.function.DoubleSupplier;

/**
 * What costs live in.
 *
 * @param clock the one clock
 * @param registry where the meters are registered
 * @param caller asks the state store under the deadline
 * @param faults counts and logs what is not well
 * @param state where it is kept what sources said
 * @param otherForecast what the gauge shows if there is no source here: the host's own forecast, or NaN
 */
public record CostContext(
        Clock clock,
        MeterRegistry registry,
        DeadlineCaller caller,
        FaultLog faults,
        StateStore state,
        DoubleSupplier otherForecast) {}
