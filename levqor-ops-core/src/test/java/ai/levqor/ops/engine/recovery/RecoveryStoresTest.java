package ai.levqor.ops.engine.recovery;

import static ai.levqor.ops.engine.recovery.RecoveryScene.named;
import static ai.levqor.ops.engine.recovery.RecoveryScene.statuses;
import static ai.levqor.ops.engine.recovery.Threads.ended;
import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.engine.recovery.StepReport.Status;
import ai.levqor.ops.policy.recovery.RecoveryObservation.Switches;
import ai.levqor.ops.policy.slo.SloObservation.Outcomes;
import ai.levqor.ops.spi.queue.Restart;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Recovery while its state store or its log is away")
class RecoveryStoresTest {
    private final RecoveryScene scene = new RecoveryScene();

    @Test
    @DisplayName("without a state store nothing is done, since nothing would be remembered")
    void storeAway() {
        scene.fail(5);
        scene.state.readOnly = true;

        try (var incidents = scene.process()) {
            var report = incidents.recovery().recover(named("one"));

            assertThat(report.outcome()).isEqualTo(RecoveryOutcome.STORE_FAILED);
            assertThat(statuses(report)).containsOnly(Status.SKIPPED);
            assertThat(scene.queue.deadLetters().dead()).isEqualTo(5);
            assertThat(scene.outcomesWritten()).containsExactly("store_failed");

            scene.state.readOnly = false;
            assertThat(incidents.recovery().recover(named("one")).recovered()).isTrue();
        }
    }

    @Test
    @DisplayName("a store that goes away in between begins no further step")
    void storeGoesAway() {
        scene.fail(5);
        scene.restart = () -> {
            scene.state.away = true;
            return new Restart(2, 0);
        };
        scene.switches = new Switches(true, true);

        try (var incidents = scene.process()) {
            var report = incidents.recovery().recover(RecoveryRequest.PLAIN);

            assertThat(report.outcome()).isEqualTo(RecoveryOutcome.PARTLY);
            assertThat(statuses(report)).containsExactly(Status.DONE, Status.DONE, Status.FAILED);
            assertThat(scene.rotations).hasValue(0);

            scene.state.away = false;
            scene.restart = () -> new Restart(2, 0);
            assertThat(incidents.recovery().recover(RecoveryRequest.PLAIN).recovered())
                    .as("the run that could not be given up is given up")
                    .isTrue();
        }
    }

    @Test
    @DisplayName("a log on a full disk keeps no recovery from happening, and is written when there is room again")
    void logAway() {
        scene.fail(5);
        scene.logAway = true;

        try (var incidents = scene.process()) {
            var first = incidents.recovery().recover(named("one"));
            var plan = incidents.recovery().plan(named("two"), RecoveryWhatIf.NOTHING);

            assertThat(first.recovered()).isTrue();
            assertThat(incidents.recovery().incidents(10)).containsExactly(plan, first);
            assertThat(scene.lines).isEmpty();
            assertThat(scene.faults).contains("incidents");

            scene.logAway = false;
            incidents.watch(scene.signals());

            assertThat(scene.lines.stream().map(IncidentJson::incident)).startsWith(first, plan);
        }
    }

    @Test
    @DisplayName("the newest incident is the first, also when a recovery came before it")
    void newestFirst() {
        var slow = new SlowRestart();
        scene.restart = slow;

        try (var incidents = scene.process();
                var thread = new Threads()) {
            var recovery = thread.submit(() -> incidents.recovery().recover(named("recovered")));
            slow.awaitBegun();
            assertThat(incidents.recovery().incidents(1))
                    .singleElement()
                    .satisfies(report -> assertThat(report.outcome()).isEqualTo(RecoveryOutcome.RUNNING));

            slow.end();
            ended(recovery);
            scene.outcomes = Outcomes.NONE;
            var refused = incidents.recovery().recover(named("refused"));

            assertThat(incidents.recovery().incidents(1)).containsExactly(refused);
            assertThat(incidents.recovery().incidents(5)).hasSize(2);
        }
    }

    @Test
    @DisplayName("a log that cannot be read at first is read later, and shows each incident once")
    void logUnreadable() {
        scene.fail(5);
        try (var incidents = scene.process()) {
            incidents.recovery().recover(named("before"));
        }
        scene.logUnreadable = true;

        try (var incidents = scene.process()) {
            var after = incidents.recovery().recover(named("after"));
            assertThat(incidents.recovery().incidents(10)).containsExactly(after);

            scene.logUnreadable = false;

            assertThat(incidents.recovery().incidents(10).stream().map(RecoveryReport::incidentId))
                    .containsExactly("after", "before");
        }
    }
}
