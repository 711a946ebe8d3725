package ai.levqor.ops.engine.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.policy.recovery.RecoveryObservation.Switches;
import ai.levqor.ops.policy.recovery.RecoveryReason;
import ai.levqor.ops.policy.recovery.RecoverySettings;
import ai.levqor.ops.policy.slo.SloObservation.Outcomes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class WatchdogTest {
    private static final Outcomes HEALTHY = new Outcomes(1_000, 0);
    private static final Duration TICK = Duration.ofMinutes(5);

    private final RecoveryScene scene = new RecoveryScene();

    @Test
    @DisplayName("three breaches in a row recover by themselves, once, and then there is a cool-down")
    void threeInARow() {
        scene.fail(10);

        try (var incidents = scene.process()) {
            look(incidents, 2);
            assertThat(scene.lines).isEmpty();
            assertThat(streak()).isEqualTo(2);

            look(incidents, 1);
            assertThat(scene.outcomesWritten()).containsExactly("recovered");
            assertThat(incidents.recovery().incidents(1).get(0).incidentId()).startsWith("watchdog-");

            look(incidents, 2);
            assertThat(scene.lines).as("the streak begins anew").hasSize(1);

            look(incidents, 3);
            assertThat(scene.restarts).as("within the cool-down").hasValue(1);
            assertThat(reasons(incidents)).contains(RecoveryReason.COOLING_DOWN);

            look(incidents, 1);
            assertThat(scene.restarts).hasValue(2);
        }
    }

    @Test
    @DisplayName("two breaches and a good tick recover nothing, however often")
    void twoOfThree() {
        try (var incidents = scene.process()) {
            for (int i = 0; i < 20; i++) {
                scene.outcomes = i % 3 == 2 ? HEALTHY : new Outcomes(100, 10);
                look(incidents, 1);
            }

            assertThat(scene.lines).isEmpty();
        }
    }

    @Test
    @DisplayName("the streak goes on in another process, and a tick that one has judged is not judged again")
    void streakOutlivesTheProcess() {
        scene.fail(1);
        try (var first = scene.process();
                var second = scene.process()) {
            look(first, 1);
            second.watch(scene.signals());
            look(second, 1);
            first.watch(scene.signals());
            assertThat(scene.lines).isEmpty();

            look(first, 1);
            second.watch(scene.signals());
        }

        assertThat(scene.restarts).hasValue(1);
        assertThat(scene.lines).hasSize(1);
    }

    @Test
    @DisplayName("with INCIDENT_AUTORECOVER off the watchdog writes that it would have recovered, and does not")
    void switchedOff() {
        scene.switches = new Switches(false, false);

        try (var incidents = scene.process()) {
            look(incidents, 4);
        }

        assertThat(scene.outcomesWritten()).containsExactly("refused", "refused");
        assertThat(scene.restarts).hasValue(0);
    }

    @Test
    @DisplayName("the second recovery within an hour closes the latch, and only a person opens it")
    void latch() {
        scene.policy = new RecoverySettings(0.01, Duration.ofMinutes(10), 2);

        try (var incidents = scene.process()) {
            look(incidents, 24);
            assertThat(scene.restarts).hasValue(2);
            assertThat(reasons(incidents)).startsWith(RecoveryReason.LATCHED);
            assertThat(incidents.recovery().trouble()).isPresent();
            assertThat(scene.registry.get("levqor.recovery.latched").gauge().value())
                    .isEqualTo(1);

            assertThat(incidents.recovery().release()).contains(true);
            assertThat(incidents.recovery().release()).contains(false);
            assertThat(incidents.recovery().trouble()).isEmpty();
            look(incidents, 1);
            assertThat(scene.restarts).hasValue(3);
        }
    }

    @Test
    @DisplayName("a latch that cannot be opened now says so")
    void latchStaysClosed() {
        try (var incidents = scene.process()) {
            scene.state.readOnly = true;

            assertThat(incidents.recovery().release()).isEmpty();
        }
    }

    @Test
    @DisplayName("a clock that jumps an hour forward shortens no cool-down")
    void clockForward() {
        try (var incidents = scene.process()) {
            look(incidents, 3);
            assertThat(scene.restarts).hasValue(1);

            scene.time.jumpTo(scene.time.instant().plus(Duration.ofHours(1)));
            look(incidents, 5);
            assertThat(scene.restarts).hasValue(1);

            look(incidents, 2);
            assertThat(scene.restarts).hasValue(2);
        }
    }

    @Test
    @DisplayName("a clock that jumps an hour back blinds nobody for an hour")
    void clockBack() {
        try (var incidents = scene.process()) {
            look(incidents, 1);
            scene.time.jumpTo(scene.time.instant().minus(Duration.ofHours(1)));

            look(incidents, 3);
            assertThat(scene.restarts).hasValue(1);

            scene.time.jumpTo(scene.time.instant().minus(Duration.ofHours(1)));
            look(incidents, 7);
            assertThat(scene.restarts).hasValue(2);
        }
    }

    @Test
    @DisplayName("while the state store is away nothing is acted on, and the tick is judged when it is back")
    void storeAway() {
        try (var incidents = scene.process()) {
            look(incidents, 2);
            scene.state.away = true;
            look(incidents, 1);
            assertThat(scene.restarts).hasValue(0);

            scene.state.away = false;
            look(incidents, 0);
            assertThat(scene.restarts).hasValue(1);
        }
    }

    @Test
    @DisplayName("a self-probe that fails is a breach, and so is one that throws")
    void probe() {
        scene.outcomes = HEALTHY;
        var probes = new int[1];
        scene.probe = Optional.of(() -> {
            if (++probes[0] == 2) {
                throw new IllegalStateException("no answer");
            }
            return false;
        });

        try (var incidents = scene.process()) {
            look(incidents, 3);
            assertThat(reasons(incidents)).containsExactly(RecoveryReason.OBJECTIVES_MISSED);
            assertThat(incidents.recovery().incidents(1).get(0).steps().get(0).detail())
                    .isEqualTo("nothing fails, and more load would not help");
        }
    }

    @Test
    @DisplayName("slow requests alone restart the workers and move no dead letters")
    void slow() {
        scene.outcomes = HEALTHY;
        scene.p99 = Duration.ofMillis(201);
        scene.fail(5);

        try (var incidents = scene.process()) {
            look(incidents, 3);

            assertThat(scene.restarts).hasValue(1);
            assertThat(scene.queue.deadLetters().dead()).isEqualTo(5);
        }
    }

    /** So many ticks pass, and each is judged; then whatever recovery began is over. */
    private void look(Incidents incidents, int ticks) {
        for (int i = 0; i < ticks; i++) {
            scene.time.pass(TICK);
            incidents.watch(scene.signals());
            settle(incidents);
        }
        if (ticks == 0) {
            incidents.watch(scene.signals());
            settle(incidents);
        }
    }

    private static void settle(Incidents incidents) {
        try {
            incidents.recovery().idle().get(20, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("the recovery did not end", e);
        }
    }

    private double streak() {
        return scene.registry.get("levqor.watchdog.streak").gauge().value();
    }

    private static List<RecoveryReason> reasons(Incidents incidents) {
        return incidents.recovery().incidents(100).stream()
                .map(RecoveryReport::reason)
                .toList();
    }
}
