package ai.levqor.ops.simulation;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.levqor.ops.policy.Fact;
import ai.levqor.ops.policy.Reading;
import ai.levqor.ops.policy.Reading.UnknownCause;
import ai.levqor.ops.policy.scale.Latency;
import ai.levqor.ops.policy.scale.ScaleDecision;
import ai.levqor.ops.policy.scale.ScaleObservation;
import ai.levqor.ops.policy.scale.ScalePolicy;
import ai.levqor.ops.policy.scale.ScaleReason;
import ai.levqor.ops.policy.scale.ScaleStep;
import ai.levqor.ops.policy.scale.StepPolicy;
import ai.levqor.ops.policy.scale.StepSettings;
import ai.levqor.ops.simulation.SimulationReport.Tick;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A simulation runs a policy in virtual time")
class SimulationTest {
    private static final Workload NOTHING = Workload.steady(0, ofSeconds(60));

    /** Wants these workers, look by look, and the last ever after. Remembers its looks, and how many were carried out. */
    private record Script(List<Integer> targets, List<ScaleObservation> seen) implements ScalePolicy<Script.Looks> {
        private record Looks(int all, int carriedOut) {}

        static Script of(Integer... targets) {
            return new Script(List.of(targets), new ArrayList<>());
        }

        @Override
        public Looks start() {
            return new Looks(0, 0);
        }

        @Override
        public ScaleStep<Looks> decide(Looks looks, ScaleObservation now) {
            seen.add(now);
            var target = targets.get(Math.min(looks.all(), targets.size() - 1));
            var carriedOut = new Fact("carried_out", looks.carriedOut(), "steps", Fact.NO_LIMIT);
            return new ScaleStep<>(
                    ScaleDecision.of(ScaleReason.WITHIN_LIMITS, now.workers(), target, carriedOut),
                    new Looks(looks.all() + 1, looks.carriedOut() + 1),
                    new Looks(looks.all() + 1, looks.carriedOut()));
        }
    }

    @Test
    @DisplayName("each worker is paid for from its start, also while it starts up")
    void workerHours() {
        var report = Simulation.of(NOTHING).workers(2).run(Script.of(2, 3, 5, 1));

        assertThat(report.workerHours()).isEqualTo((2 + 3 + 5 + 1) * 15 / 3600.0);
        assertThat(report.minutes()).isEqualTo(1);
        assertThat(report.length()).isEqualTo(ofSeconds(60));
    }

    @Test
    @DisplayName("the policy sees what it sees in production, at the time of each tick")
    void observation() {
        var script = Script.of(2, 3, 3, 3);

        Simulation.of(Workload.steady(200, ofSeconds(60))).workers(2).run(script);

        assertThat(script.seen()).extracting(ScaleObservation::at).containsExactly(at(0), at(15), at(30), at(45));
        assertThat(script.seen()).extracting(ScaleObservation::workers).containsExactly(2, 2, 3, 3);
        assertThat(script.seen()).allSatisfy(seen -> {
            assertThat(seen.errorRate()).isEqualTo(Reading.known(0.0, seen.at()));
            assertThat(seen.spend()).isEqualTo(Reading.unknown(UnknownCause.NOT_CONFIGURED));
            assertThat(seen.latency()).isInstanceOf(Reading.Known.class);
        });
        assertThat(script.seen().get(0).latency()).isEqualTo(Reading.known(Latency.NO_REQUESTS, at(0)));
        assertThat(script.seen().get(0).queueDepth()).isEqualTo(Reading.known(0L, at(0)));
        assertThat(script.seen().get(1).queueDepth().value().orElseThrow()).isBetween(2_500L, 2_900L);
    }

    @Test
    @DisplayName("latency is of the jobs finished in the last minute: they fall out of it after 60 s")
    void latencyWindow() {
        var script = Script.of(1);
        var moment = Workload.steady(5, ofSeconds(1)).then(0, ofMinutes(2));

        Simulation.of(moment).workers(1).run(script);

        assertThat(script.seen())
                .extracting(seen -> seen.latency().value().orElseThrow().requests() > 0)
                .containsExactly(false, true, true, true, true, false, false, false, false);
    }

    @Test
    @DisplayName("a new worker serves after the start-up")
    void startUp() {
        var slow = Simulation.of(NOTHING).workers(1).run(Script.of(2));
        var fast = Simulation.of(NOTHING).workers(1).startUp(ZERO).run(Script.of(2));
        var between = Simulation.of(NOTHING).workers(1).startUp(ofSeconds(15)).run(Script.of(2));

        assertThat(slow.timeline()).extracting(Tick::ready).containsExactly(1, 1, 2, 2);
        assertThat(between.timeline()).extracting(Tick::ready).containsExactly(1, 2, 2, 2);
        assertThat(fast.timeline()).extracting(Tick::ready).containsExactly(1, 2, 2, 2);
    }

    @Test
    @DisplayName("the policy is asked every tick, from the first second on")
    void tick() {
        var report = Simulation.of(NOTHING).tick(ofSeconds(20)).run(Script.of(1));

        assertThat(report.timeline()).extracting(Tick::at).containsExactly(ZERO, ofSeconds(20), ofSeconds(40));
    }

    @Test
    @DisplayName("it starts with as many workers as the first second keeps 70 % busy, one at least")
    void enoughAtFirst() {
        assertThat(ready(Simulation.of(NOTHING))).isEqualTo(1);
        assertThat(ready(Simulation.of(Workload.steady(28, ofSeconds(60))))).isEqualTo(4);
        assertThat(ready(Simulation.of(Workload.steady(28.1, ofSeconds(60))))).isEqualTo(5);
        assertThat(ready(Simulation.of(Workload.steady(28, ofSeconds(60))).serviceRate(20)))
                .isEqualTo(2);
    }

    @Test
    @DisplayName("twice the service rate serves twice the load as well")
    void serviceRate() {
        var load = Workload.steady(50, ofMinutes(10));

        assertThat(Simulation.of(load).workers(4).run(Script.of(4)).violatedShare())
                .isGreaterThan(0.8);
        assertThat(Simulation.of(load)
                        .workers(4)
                        .serviceRate(20)
                        .run(Script.of(4))
                        .violatedShare())
                .isZero();
    }

    @Test
    @DisplayName("the objective decides which minutes are violated")
    void sloWait() {
        var simulation = Simulation.of(Workload.steady(100, ofMinutes(2))).workers(5);

        assertThat(simulation.sloWait(ofMinutes(3)).run(Script.of(5)).violatedMinutes())
                .isZero();
        assertThat(simulation.sloWait(ofMillis(500)).run(Script.of(5)).violatedMinutes())
                .isEqualTo(2);
    }

    @Test
    @DisplayName("the memory is the production one: a change that was carried out, and everything else")
    void memory() {
        var report = Simulation.of(Workload.steady(0, ofSeconds(75)))
                .workers(1)
                .automatedWhile(elapsed -> !elapsed.equals(ofSeconds(15)))
                .run(Script.of(1, 2, 2, 2, 1));

        assertThat(report.timeline()).extracting(Tick::applied).containsExactly(false, false, true, false, true);
        assertThat(report.timeline()).extracting(Tick::workers).containsExactly(1, 1, 2, 2, 1);
        assertThat(report.timeline())
                .extracting(tick -> tick.decision().facts().get(0).value())
                .containsExactly(0.0, 0.0, 0.0, 1.0, 1.0);
    }

    @Test
    @DisplayName("steps and flips: a flip is a step that goes the other way than the one before")
    void flips() {
        var report = Simulation.of(Workload.steady(0, ofMinutes(2))).workers(1).run(Script.of(2, 3, 4, 3, 3, 2, 5, 5));

        assertThat(report.stepsUp()).isEqualTo(4);
        assertThat(report.stepsDown()).isEqualTo(2);
        assertThat(report.flipsPerDay()).isEqualTo(2 * 720);
    }

    @Test
    @DisplayName("disturbances change what is shown, one after the other, and nothing else")
    void disturbances() {
        var script = Script.of(1);
        Disturbance tenWorkers = (seen, elapsed) -> workers(seen, 10);
        Disturbance twiceThat = (seen, elapsed) -> workers(seen, 2 * seen.workers());

        Simulation.of(NOTHING)
                .workers(1)
                .disturbed(tenWorkers)
                .disturbed(twiceThat)
                .run(script);

        assertThat(script.seen()).extracting(ScaleObservation::workers).containsOnly(20);
    }

    @Test
    @DisplayName("the same simulation gives the same report again; another seed gives another")
    void repeatable() {
        var policy = new StepPolicy(StepSettings.DEFAULTS);
        var load = Workload.day(1, 40);

        var report = Simulation.of(load).run(policy);

        assertThat(Simulation.of(load).run(policy)).isEqualTo(report);
        assertThat(Simulation.of(load).seed("other").run(policy)).isNotEqualTo(report);
    }

    @Test
    @DisplayName("a report can be read: a line for each change, and the sums")
    void table() {
        var report = Simulation.of(Workload.steady(0, ofSeconds(75)))
                .workers(1)
                .automatedWhile(elapsed -> !elapsed.equals(ofSeconds(15)))
                .run(Script.of(1, 2, 2, 2, 2));

        assertThat(report.table()).isEqualTo("""
                             time    jobs/s   P95 wait    queue  workers  action      reason
                          0:00:00       0.0          -        0        1  hold        WITHIN_LIMITS
                          0:00:15       0.0          -        0        1  scale_up    WITHIN_LIMITS (not carried out)
                          0:00:30       0.0          -        0        2  scale_up    WITHIN_LIMITS
                          0:00:45       0.0          -        0        2  hold        WITHIN_LIMITS
                        0.00 % of 2 minutes violated, 0.03 worker-hours, 1 steps up, 0 down, 0 flips/day, at most 0 waited
                        """);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    @DisplayName("a setting that breaks its rule is refused, with rule and value")
    void refused(String message, ThrowingCallable setting) {
        assertThatIllegalArgumentException().isThrownBy(setting).withMessage(message);
    }

    static List<Arguments> refused() {
        return List.of(
                refusal(
                        "workers must be >= 0, was -1",
                        () -> Simulation.of(NOTHING).workers(-1)),
                refusal(
                        "serviceRate must be in (0, 1e9], was 0.0",
                        () -> Simulation.of(NOTHING).serviceRate(0)),
                refusal(
                        "serviceRate must be in (0, 1e9], was NaN",
                        () -> Simulation.of(NOTHING).serviceRate(Double.NaN)),
                refusal(
                        "tick must be whole seconds and >= 1 s, was PT0S",
                        () -> Simulation.of(NOTHING).tick(ZERO)),
                refusal(
                        "startUp must be whole seconds and >= 0 s, was PT-1S",
                        () -> Simulation.of(NOTHING).startUp(ofSeconds(-1))),
                refusal(
                        "sloWait must be >= 0, was PT-0.001S",
                        () -> Simulation.of(NOTHING).sloWait(ofMillis(-1))));
    }

    private static Arguments refusal(String message, ThrowingCallable setting) {
        return Arguments.of(message, setting);
    }

    private static ScaleObservation workers(ScaleObservation seen, int workers) {
        return new ScaleObservation(
                seen.at(), workers, seen.latency(), seen.queueDepth(), seen.errorRate(), seen.spend());
    }

    private static int ready(Simulation simulation) {
        return simulation.run(Script.of(1)).timeline().get(0).ready();
    }

    private static Instant at(long second) {
        return Instant.EPOCH.plus(Duration.ofSeconds(second));
    }
}
