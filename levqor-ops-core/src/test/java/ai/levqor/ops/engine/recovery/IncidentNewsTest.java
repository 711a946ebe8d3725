package ai.levqor.ops.engine.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.policy.recovery.RecoveryObservation.Switches;
import ai.levqor.ops.policy.slo.SloObservation.Outcomes;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.host.Alert;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class IncidentNewsTest {
    private final RecoveryScene scene = new RecoveryScene();
    private final List<Alert> told = new CopyOnWriteArrayList<>();
    private final IncidentNews news = new IncidentNews((phase, alert) -> told.add(alert));

    @Test
    @DisplayName("a recovery is told when it begins and when it ends, with what came of it")
    void beginsAndEnds() {
        scene.fail(3);
        try (var incidents = scene.process()) {
            var report = incidents.recovery().recover(RecoveryScene.named("night-1"));
            news.began(report);
            news.ended(report, true);
        }

        assertThat(told.stream().map(Alert::title))
                .containsExactly(
                        "Recovery began", "Recovered", "Automatic recovery is latched until a person releases it");
        assertThat(told.stream().map(Alert::incident)).containsOnly("night-1");
        assertThat(told.get(1).text()).startsWith("recovered: error rate 10 % above its limit; 3 jobs");
    }

    @Test
    @DisplayName("a refusal that stands is told once, and again after the objectives were met in between")
    void refusedOnce() throws Exception {
        scene.switches = new Switches(false, false);
        scene.p99 = Duration.ofMillis(201);
        try (var incidents = scene.process()) {
            for (int i = 0; i < 6; i++) {
                look(incidents);
            }
            for (var report : incidents.recovery().incidents(10)) {
                news.refused(report);
            }
            assertThat(told).hasSize(1);

            news.alarm();
            news.calm(scene.time.instant());
            news.calm(scene.time.instant());
            news.refused(incidents.recovery().incidents(1).get(0));
        }

        assertThat(told.stream().map(Alert::title))
                .containsExactly(
                        "Objectives missed, and no recovery",
                        "Objectives met again",
                        "Objectives missed, and no recovery");
    }

    @Test
    @DisplayName("a channel that hangs or fails keeps no recovery from ending")
    void neverBlocks() throws Exception {
        var hangs = new CountDownLatch(1);
        scene.alerts = Optional.of(alert -> {
            try {
                hangs.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new UnavailableException("no answer");
        });
        scene.fail(3);
        scene.outcomes = new Outcomes(100, 50);

        try (var incidents = scene.process()) {
            var report = incidents.recovery().recover(RecoveryRequest.PLAIN);

            assertThat(report.recovered()).isTrue();
        } finally {
            hangs.countDown();
        }
    }

    private void look(Incidents incidents) throws InterruptedException, ExecutionException, TimeoutException {
        scene.time.pass(Duration.ofMinutes(5));
        incidents.watch(scene.signals());
        incidents.recovery().idle().get(20, TimeUnit.SECONDS);
    }
}
