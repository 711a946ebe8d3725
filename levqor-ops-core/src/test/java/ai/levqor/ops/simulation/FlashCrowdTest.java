package ai.levqor.ops.simulation;

import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.policy.scale.StepPolicy;
import ai.levqor.ops.policy.scale.StepSettings;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FlashCrowdTest {

    @Test
    @DisplayName("a flash crowd is met within minutes, and its workers are given back within the hour")
    void flashCrowd() {
        var crowd = Workload.steady(2, ofMinutes(10)).then(25, ofMinutes(20)).then(2, ofMinutes(60));

        var report = Simulation.of(crowd).workers(2).run(new StepPolicy(StepSettings.DEFAULTS));

        assertThat(report.violatedShare()).isLessThan(0.05);
        assertThat(report.workerHours()).isLessThan(4);
        assertThat(report.timeline()).last().extracting(tick -> tick.workers()).isEqualTo(1);
    }
}
