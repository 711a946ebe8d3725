package ai.levqor.ops.simulation;

import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.policy.scale.ScaleDecision;
import ai.levqor.ops.policy.scale.ScaleObservation;
import ai.levqor.ops.policy.scale.ScalePolicy;
import ai.levqor.ops.policy.scale.ScaleReason;
import ai.levqor.ops.policy.scale.ScaleStep;
import ai.levqor.ops.policy.scale.StepPolicy;
import ai.levqor.ops.policy.scale.StepSettings;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A policy of one's own, tried against the default one")
class OwnPolicyTest {

    /** Doubles while jobs wait, and gives one worker back after five quiet minutes. Remembers its quiet looks. */
    record Doubling(int max) implements ScalePolicy<Integer> {

        @Override
        public Integer start() {
            return 0;
        }

        @Override
        public ScaleStep<Integer> decide(Integer quiet, ScaleObservation seen) {
            var now = seen.workers();
            if (seen.queueDepth().value().orElse(1L) > 0) {
                return ScaleStep.of(ScaleDecision.of(ScaleReason.QUEUE_PRESSURE, now, Math.min(max, 2 * now)), 0);
            }
            return quiet < 20 || now == 1
                    ? ScaleStep.of(ScaleDecision.of(ScaleReason.WITHIN_LIMITS, now, now), quiet + 1)
                    : ScaleStep.of(ScaleDecision.of(ScaleReason.IDLE, now, now - 1), 0);
        }
    }

    @Test
    @DisplayName("doubling meets a flash crowd sooner than single steps, and costs less afterwards")
    void doublingBeatsSteps() {
        var crowd = Workload.steady(5, ofMinutes(10)).then(35, ofMinutes(20)).then(5, ofMinutes(90));
        var simulation = Simulation.of(crowd).workers(1);

        var steps = simulation.run(new StepPolicy(StepSettings.DEFAULTS));
        var doubling = simulation.run(new Doubling(4));

        assertThat(doubling.violatedShare()).isLessThan(steps.violatedShare()).isLessThan(0.03);
        assertThat(doubling.workerHours()).isLessThan(0.8 * steps.workerHours());
    }
}
