package ai.levqor.ops.engine.recovery;

import ai.levqor.ops.policy.Reading;
import ai.levqor.ops.policy.recovery.RecoveryObservation.Switches;
import ai.levqor.ops.policy.slo.SloObservation;
import ai.levqor.ops.policy.slo.SloObservation.Outcomes;
import java.time.Duration;
import java.time.Instant;

/**
 * What an observation says about incidents. A sample that is too old is unknown here.
 *
 * @param at when it was made
 * @param p99 of the requests in the latency window
 * @param outcomes of requests and jobs in the failure window
 * @param switches the flags; both off if they cannot be read
 */
public record RecoverySignals(Instant at, Reading<Duration> p99, Reading<Outcomes> outcomes, Switches switches) {

    Reading<Double> errorRate() {
        return SloObservation.errorRate(outcomes);
    }

    Reading<Long> failures() {
        return outcomes.map(Outcomes::failures);
    }
}
