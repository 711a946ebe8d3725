package ai.levqor.ops.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.policy.scale.StepSettings;
import ai.levqor.ops.policy.scale.StepSettings.CostGuard;
import ai.levqor.ops.spi.billing.Spend;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class EngineMetersTest {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final FakeBackend backend = new FakeBackend(registry);

    @Test
    @DisplayName("every series is there before the first tick; what is unknown is NaN")
    void everySeriesFromTheStart() {
        try (var engine = backend.engine()) {
            assertThat(engine).isNotNull();
            assertThat(registry.scrape().lines())
                    .contains(
                            "levqor_autoscale_events_total{action=\"scale_up\"} 0.0",
                            "levqor_autoscale_events_total{action=\"scale_down\"} 0.0",
                            "levqor_autoscale_events_total{action=\"freeze\"} 0.0",
                            "levqor_autoscale_events_total{action=\"hold\"} 0.0",
                            "levqor_worker_target NaN",
                            "levqor_cost_forecast_30d NaN",
                            "levqor_cost_today NaN",
                            "levqor_tick_failures_total 0.0",
                            "levqor_source_faults_total{source=\"queue\"} 0.0");
        }
    }

    @Test
    @DisplayName("what incidents count and show has its names from the start, and every tag value")
    void incidentNames() {
        try (var engine = backend.engine()) {
            assertThat(registry.scrape().lines())
                    .contains(
                            "levqor_recoveries_total{outcome=\"recovered\"} 0.0",
                            "levqor_recoveries_total{outcome=\"partly\"} 0.0",
                            "levqor_recoveries_total{outcome=\"failed\"} 0.0",
                            "levqor_recoveries_total{outcome=\"nothing_to_do\"} 0.0",
                            "levqor_recoveries_total{outcome=\"cancelled\"} 0.0",
                            "levqor_recoveries_total{outcome=\"interrupted\"} 0.0",
                            "levqor_recoveries_total{outcome=\"refused\"} 0.0",
                            "levqor_recoveries_total{outcome=\"store_failed\"} 0.0",
                            "levqor_watchdog_streak NaN",
                            "levqor_recovery_latched NaN",
                            "levqor_redriven_total 0.0",
                            "levqor_quarantined_total 0.0",
                            "levqor_dead_letters NaN",
                            "levqor_quarantine NaN",
                            "levqor_alerts_total{result=\"sent\"} 0.0",
                            "levqor_alerts_total{result=\"failed\"} 0.0",
                            "levqor_alerts_total{result=\"dropped\"} 0.0",
                            "levqor_alerts_total{result=\"suppressed\"} 0.0");

            engine.tick();

            assertThat(registry.scrape().lines()).contains("levqor_watchdog_streak 1.0", "levqor_recovery_latched 0.0");
        }
    }

    @Test
    @DisplayName("a step up shows in the target and in the counter, a forecast in its gauge")
    void stepShows() {
        backend.step = StepSettings.DEFAULTS.with(CostGuard.of(new BigDecimal("100"), "usd"));
        backend.spend = Optional.of(
                () -> new Spend(backend.time.instant(), new BigDecimal("10"), Optional.of(new BigDecimal("321.5"))));
        backend.enable();
        backend.queue = () -> backend.depth(50);

        try (var engine = backend.engine()) {
            engine.tick();
            engine.tick();

            assertThat(registry.scrape().lines())
                    .contains(
                            "levqor_autoscale_events_total{action=\"scale_up\"} 1.0",
                            "levqor_autoscale_events_total{action=\"hold\"} 1.0",
                            "levqor_worker_target 3.0",
                            "levqor_cost_forecast_30d 321.5");
        }
    }

    @Test
    @DisplayName("a decision to scale that is not carried out is no event")
    void notCarriedOutIsNoEvent() {
        backend.queue = () -> backend.depth(50);

        try (var engine = backend.engine()) {
            engine.tick();

            assertThat(registry.scrape().lines()).contains("levqor_autoscale_events_total{action=\"scale_up\"} 0.0");
        }
    }

    @Test
    @DisplayName("a closed engine takes its gauges back, so that the next one on the registry is seen")
    void closedEngineTakesItsGaugesBack() {
        try (var engine = backend.engine()) {
            engine.tick();
            assertThat(registry.scrape()).contains("levqor_worker_target 2.0");
        }
        assertThat(registry.scrape()).doesNotContain("levqor_worker_target");

        backend.pool.size = 4;
        try (var engine = backend.engine()) {
            engine.tick();
            assertThat(registry.scrape()).contains("levqor_worker_target 4.0");
        }
    }
}
