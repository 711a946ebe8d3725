package ai.levqor.ops.simulation;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.policy.scale.ScaleAction;
import ai.levqor.ops.policy.scale.ScaleReason;
import ai.levqor.ops.policy.scale.SpendLevel;
import ai.levqor.ops.policy.scale.StepPolicy;
import ai.levqor.ops.policy.scale.StepSettings;
import ai.levqor.ops.policy.scale.StepSettings.CostGuard;
import ai.levqor.ops.simulation.SimulationReport.Tick;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Stories of the step policy, in virtual time")
class StepPolicyStoriesTest {
    private static final Workload CROWD =
            Workload.steady(2, ofMinutes(10)).then(35, ofMinutes(20)).then(2, ofMinutes(60));
    private static final StepPolicy DEFAULT = new StepPolicy(StepSettings.DEFAULTS);

    @Test
    @DisplayName("flash crowd: the first step within a minute, one every 30 s, the most workers within two minutes")
    void flashCrowd() {
        var report = Simulation.of(CROWD).workers(1).run(DEFAULT);

        assertThat(steps(report, ScaleAction.SCALE_UP)).extracting(Tick::at).satisfies(ups -> {
            assertThat(ups.get(0)).isBetween(ofMinutes(10), ofMinutes(11));
            assertThat(ups.get(1).minus(ups.get(0))).isEqualTo(ofSeconds(30));
            assertThat(ups.get(2)).isLessThanOrEqualTo(ofMinutes(12));
        });
        assertThat(report.timeline())
                .allSatisfy(tick -> assertThat(tick.workers()).isBetween(1, 4));
        assertThat(at(report, ofMinutes(12)).workers()).isEqualTo(4);
    }

    @Test
    @DisplayName("night: when nothing comes any more, a worker is given back every ten minutes, and one is kept")
    void night() {
        var night = Workload.steady(20, ofMinutes(5)).then(0, ofHours(8));

        var report = Simulation.of(night).workers(4).run(DEFAULT);

        assertThat(steps(report, ScaleAction.SCALE_DOWN))
                .extracting(Tick::workers)
                .containsExactly(3, 2, 1);
        assertThat(gaps(steps(report, ScaleAction.SCALE_DOWN))).containsOnly(ofMinutes(10));
        assertThat(report.stepsUp()).isZero();
        assertThat(report.timeline()).last().satisfies(tick -> {
            assertThat(tick.p95()).isEmpty();
            assertThat(tick.decision().reason()).isEqualTo(ScaleReason.AT_MIN);
        });
    }

    @Test
    @DisplayName("cost freeze: no worker is added from 0.9 of the limit on, whatever waits; below it at once again")
    void costFreeze() {
        var guarded = new StepPolicy(StepSettings.DEFAULTS.with(CostGuard.of(new BigDecimal("100"), "usd")));
        var frozenFrom = ofMinutes(10);
        var frozenUntil = ofMinutes(20);

        var report = Simulation.of(CROWD)
                .workers(1)
                .disturbed(Disturbance.spend(elapsed -> spend(within(elapsed, frozenFrom, frozenUntil) ? "90" : "50")))
                .run(guarded);

        assertThat(report.timeline())
                .filteredOn(tick -> within(tick.at(), frozenFrom, frozenUntil))
                .isNotEmpty()
                .allSatisfy(tick -> {
                    assertThat(tick.decision().action()).isEqualTo(ScaleAction.FREEZE);
                    assertThat(tick.workers()).isEqualTo(1);
                });
        assertThat(at(report, frozenUntil).decision().action()).isEqualTo(ScaleAction.SCALE_UP);
        assertThat(report.maxQueue()).isGreaterThan(10_000);
    }

    @Test
    @DisplayName("cost freeze: a worker that is due is given back all the same")
    void frozenWorkersAreGivenBack() {
        var guarded = new StepPolicy(StepSettings.DEFAULTS.with(CostGuard.of(new BigDecimal("100"), "usd")));

        var report = Simulation.of(Workload.steady(0, ofHours(1)))
                .workers(4)
                .disturbed(Disturbance.spend(elapsed -> spend("95")))
                .run(guarded);

        assertThat(steps(report, ScaleAction.SCALE_DOWN))
                .extracting(Tick::at)
                .containsExactly(ofMinutes(10), ofMinutes(20), ofMinutes(30));
    }

    @Test
    @DisplayName(
            "flapping load: 72 changes of the load in three hours move the workers seldom, and cost no minute later on")
    void flappingLoad() {
        var flapping = Workload.steady(2, ofMinutes(3)).then(25, ofMinutes(2)).repeated(36);

        var report = Simulation.of(flapping).workers(3).run(DEFAULT);

        assertThat(report.stepsUp() + report.stepsDown()).isLessThan(72 / 2);
        assertThat(gaps(steps(report, ScaleAction.SCALE_DOWN)))
                .allSatisfy(gap -> assertThat(gap).isGreaterThanOrEqualTo(ofMinutes(10)));
        assertThat(report.violatedMinutes()).isZero();
    }

    @Test
    @DisplayName("metrics lost in the crowd: the workers stay, and step up as soon as the metrics are back")
    void metricsLostInTheCrowd() {
        var back = ofMinutes(20);

        var report = Simulation.of(CROWD)
                .workers(2)
                .disturbed(Disturbance.metricsLost(ofMinutes(5), back))
                .run(DEFAULT);

        assertThat(report.timeline())
                .filteredOn(tick -> within(tick.at(), ofMinutes(5), back))
                .hasSize(60)
                .extracting(tick -> tick.decision().reason())
                .containsOnly(ScaleReason.UNKNOWN_LATENCY_AND_QUEUE);
        assertThat(at(report, back).decision().action()).isEqualTo(ScaleAction.SCALE_UP);
    }

    @Test
    @DisplayName(
            "metrics lost in the quiet: no worker is given back, and the ten minutes start again when they are back")
    void metricsLostInTheQuiet() {
        var back = ofMinutes(69);

        var report = Simulation.of(Workload.steady(0, ofHours(2)))
                .workers(2)
                .disturbed(Disturbance.metricsLost(ofMinutes(9), back))
                .run(DEFAULT);

        assertThat(steps(report, ScaleAction.SCALE_DOWN)).extracting(Tick::at).containsExactly(back.plusMinutes(10));
    }

    @Test
    @DisplayName("automation off: a step down stays due, and happens when it is on again")
    void automationOff() {
        var on = ofMinutes(45);

        var report = Simulation.of(Workload.steady(0, ofHours(1)))
                .workers(4)
                .automatedWhile(elapsed -> elapsed.compareTo(on) >= 0)
                .run(DEFAULT);

        assertThat(report.timeline())
                .filteredOn(tick -> within(tick.at(), ofMinutes(10), on))
                .isNotEmpty()
                .allSatisfy(tick -> {
                    assertThat(tick.decision().action()).isEqualTo(ScaleAction.SCALE_DOWN);
                    assertThat(tick.applied()).isFalse();
                    assertThat(tick.workers()).isEqualTo(4);
                });
        assertThat(steps(report, ScaleAction.SCALE_DOWN)).extracting(Tick::at).containsExactly(on, on.plusMinutes(10));
    }

    @Test
    @DisplayName("a day: workers follow the sun, most of it on time")
    void day() {
        var report = Simulation.of(Workload.day(2, 35)).run(DEFAULT);

        assertThat(at(report, ofMinutes(5)).workers()).isEqualTo(1);
        assertThat(at(report, ofHours(12)).workers()).isEqualTo(4);
        assertThat(report.violatedShare()).isLessThan(0.02);
        assertThat(report.workerHours()).isLessThan(0.95 * 24 * 4);
    }

    private static boolean within(Duration time, Duration from, Duration until) {
        return time.compareTo(from) >= 0 && time.compareTo(until) < 0;
    }

    private static SpendLevel spend(String last24h) {
        return new SpendLevel(new BigDecimal(last24h), Optional.empty());
    }

    private static Tick at(SimulationReport report, Duration time) {
        return report.timeline().stream()
                .filter(tick -> tick.at().equals(time))
                .findFirst()
                .orElseThrow();
    }

    private static List<Tick> steps(SimulationReport report, ScaleAction action) {
        return report.timeline().stream()
                .filter(tick -> tick.applied() && tick.decision().action() == action)
                .toList();
    }

    private static List<Duration> gaps(List<Tick> steps) {
        return IntStream.range(1, steps.size())
                .mapToObj(i -> steps.get(i).at().minus(steps.get(i - 1).at()))
                .toList();
    }
}
