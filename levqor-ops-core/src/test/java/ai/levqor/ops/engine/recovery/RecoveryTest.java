package ai.levqor.ops.engine.recovery;

import static ai.levqor.ops.engine.recovery.RecoveryScene.named;
import static ai.levqor.ops.engine.recovery.RecoveryScene.statuses;
import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.engine.recovery.StepReport.Count;
import ai.levqor.ops.engine.recovery.StepReport.Status;
import ai.levqor.ops.policy.recovery.RecoveryObservation.Switches;
import ai.levqor.ops.policy.recovery.RecoveryReason;
import ai.levqor.ops.policy.slo.SloObservation.Outcomes;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What a recovery does")
class RecoveryTest {
    private final RecoveryScene scene = new RecoveryScene();

    @Test
    @DisplayName("a recovery redrives, restarts the workers, and is one line of the log with all that led to it")
    void recovers() {
        scene.fail(250);

        try (var incidents = scene.process()) {
            var report = incidents.recovery().recover(named("night-1"));

            assertThat(report.outcome()).isEqualTo(RecoveryOutcome.RECOVERED);
            assertThat(report.reason()).isEqualTo(RecoveryReason.ERROR_RATE);
            assertThat(statuses(report)).containsExactly(Status.DONE, Status.DONE, Status.SKIPPED);
            assertThat(report.steps().get(0).counts())
                    .containsExactly(
                            new Count("found", 250),
                            new Count("moved", 250),
                            new Count("quarantined", 0),
                            new Count("left", 0));
            assertThat(scene.queue.deadLetters().dead()).isZero();
            assertThat(scene.queue.deadLetters().retrying()).isEqualTo(250);
            assertThat(scene.restarts).hasValue(1);
            assertThat(scene.rotations).hasValue(0);
            assertThat(scene.lines)
                    .singleElement()
                    .satisfies(line -> assertThat(IncidentJson.incident(line)).isEqualTo(report));
            assertThat(incidents.recovery().incidents(10)).containsExactly(report);
            assertThat(scene.counted("levqor.recoveries", "outcome", "recovered"))
                    .isEqualTo(1);
            assertThat(scene.counted("levqor.redriven")).isEqualTo(250);
        }
    }

    @Test
    @DisplayName("the process is rotated last, if the flag is on")
    void rotates() {
        scene.switches = new Switches(true, true);
        scene.fail(1);
        scene.rotate = () -> {
            assertThat(scene.queue.deadLetters().dead()).isZero();
            assertThat(scene.restarts).hasValue(1);
        };

        try (var incidents = scene.process()) {
            var report = incidents.recovery().recover(RecoveryRequest.PLAIN);

            assertThat(statuses(report)).containsOnly(Status.DONE);
            assertThat(scene.rotations).hasValue(1);
        }
    }

    @Test
    @DisplayName("with INCIDENT_AUTORECOVER off nothing acts, and the refusal is written")
    void killSwitch() {
        scene.switches = new Switches(false, true);
        scene.fail(5);

        try (var incidents = scene.process()) {
            var report = incidents.recovery().recover(RecoveryRequest.PLAIN);

            assertThat(report.outcome()).isEqualTo(RecoveryOutcome.REFUSED);
            assertThat(report.reason()).isEqualTo(RecoveryReason.AUTORECOVER_OFF);
            assertThat(statuses(report)).containsOnly(Status.SKIPPED);
            assertThat(scene.queue.deadLetters().dead()).isEqualTo(5);
            assertThat(scene.restarts).hasValue(0);
            assertThat(scene.outcomesWritten()).containsExactly("refused");
        }
    }

    @Test
    @DisplayName("a dry run is the plan of the real run, and changes nothing but one line marked so")
    void dryRun() {
        scene.fail(5);

        try (var incidents = scene.process()) {
            var plan = incidents.recovery().plan(named("one"), RecoveryWhatIf.NOTHING);

            assertThat(plan.dryRun()).isTrue();
            assertThat(statuses(plan)).containsExactly(Status.WOULD_DO, Status.WOULD_DO, Status.SKIPPED);
            assertThat(scene.queue.deadLetters().dead()).isEqualTo(5);
            assertThat(scene.restarts).hasValue(0);
            assertThat(scene.state.read("recovery")).isEmpty();
            assertThat(scene.lines)
                    .singleElement()
                    .satisfies(line ->
                            assertThat(line.required("dry_run").booleanValue()).isTrue());

            var real = incidents.recovery().recover(named("one"));

            assertThat(real.dryRun()).isFalse();
            assertThat(real.reason()).isEqualTo(plan.reason());
            assertThat(real.facts()).isEqualTo(plan.facts());
            assertThat(real.steps()).zipSatisfy(plan.steps(), (done, planned) -> {
                assertThat(done.action()).isEqualTo(planned.action());
                assertThat(done.is(Status.SKIPPED)).isEqualTo(planned.is(Status.SKIPPED));
            });
        }
    }

    @Test
    @DisplayName("a dry run may take other signals than the live ones")
    void whatIf() {
        scene.outcomes = Outcomes.NONE;

        try (var incidents = scene.process()) {
            var live = incidents.recovery().plan(RecoveryRequest.PLAIN, RecoveryWhatIf.NOTHING);
            var worse = incidents
                    .recovery()
                    .plan(RecoveryRequest.PLAIN, new RecoveryWhatIf(OptionalDouble.of(0.5), OptionalLong.empty()));

            assertThat(live.reason()).isEqualTo(RecoveryReason.NOT_NEEDED);
            assertThat(worse.reason()).isEqualTo(RecoveryReason.ERROR_RATE);
            assertThat(worse.fact("error_rate")).hasValue(0.5);
        }
    }

    @Test
    @DisplayName("what every recovery says is in the words of its reason")
    void words() {
        scene.fail(5);

        try (var incidents = scene.process()) {
            var plan = incidents.recovery().plan(RecoveryRequest.PLAIN, RecoveryWhatIf.NOTHING);
            var done = incidents.recovery().recover(RecoveryRequest.PLAIN);

            assertThat(RecoveryWords.of(plan)).isEqualTo("a dry run changes nothing: error rate 10 % above its limit");
            assertThat(RecoveryWords.of(done))
                    .isEqualTo("recovered: error rate 10 % above its limit; 5 jobs go to the retry queue; 2 workers"
                            + " were replaced");
        }
    }
}
