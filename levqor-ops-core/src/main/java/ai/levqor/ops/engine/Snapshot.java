package ai.levqor.ops.engine;

import ai.levqor.ops.policy.Reading;
import ai.levqor.ops.policy.scale.ScaleObservation;
import ai.levqor.ops.spi.metrics.MetricsSample;
import ai.levqor.ops.spi.metrics.Outcomes;
import ai.levqor.ops.spi.state.FlagReading;
import java.util.Optional;

/**
 * All that was seen at one moment.
 *
 * @param seen what the policy looks at
 * @param signals what else is known
 * @param flags what the flag store said; empty if it could not be read
 * @param metrics what {@code signals} says of requests, with the cause if unknown
 * @param outcomes what {@code signals} says of outcomes, with the cause if unknown
 */
record Snapshot(
        ScaleObservation seen,
        Signals signals,
        Optional<FlagReading> flags,
        Reading<MetricsSample> metrics,
        Reading<Outcomes> outcomes) {

    /** Whether decisions are to be carried out. Flags that cannot be read switch nothing on. */
    boolean autoscaleEnabled() {
        return flags.isPresent() && flags.get().flags().autoscaleEnabled();
    }
}
