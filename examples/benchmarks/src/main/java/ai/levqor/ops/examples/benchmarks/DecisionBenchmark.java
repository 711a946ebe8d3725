package ai.levqor.ops.examples.benchmarks;

import ai.levqor.ops.policy.Reading;
import ai.levqor.ops.policy.scale.Latency;
import ai.levqor.ops.policy.scale.ScaleObservation;
import ai.levqor.ops.policy.scale.ScaleStep;
import ai.levqor.ops.policy.scale.SpendLevel;
import ai.levqor.ops.policy.scale.StepPolicy;
import ai.levqor.ops.policy.scale.StepSettings;
import ai.levqor.ops.policy.scale.StepSettings.CostGuard;
import ai.levqor.ops.policy.scale.StepState;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One decision of the step policy, all its facts included. Every signal is known and the cost guard is on. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class DecisionBenchmark {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration TICK = Duration.ofSeconds(15);

    /** What the load looks like. */
    public enum Situation {
        /** Nothing to do. */
        WITHIN_LIMITS,
        /** A step up. */
        PRESSURE,
        /** Idle, and not for long enough. */
        IDLE,
        /** Pressure, and the cost guard stands. */
        FROZEN
    }

    /** The load of this run. */
    @Param
    public Situation situation = Situation.WITHIN_LIMITS;

    private final StepPolicy policy =
            new StepPolicy(StepSettings.DEFAULTS.with(CostGuard.of(new BigDecimal("100.00"), "usd")));
    private StepState state = StepState.START;
    private ScaleObservation seen = seen(Situation.WITHIN_LIMITS, START);

    /** Makes the observation, after one tick of the same kind. */
    @Setup
    public void prepare() {
        state = policy.decide(policy.start(), seen(situation, START)).unapplied();
        seen = seen(situation, START.plus(TICK));
    }

    /** The fold. */
    @Benchmark
    public ScaleStep<StepState> decide() {
        return policy.decide(state, seen);
    }

    private static ScaleObservation seen(Situation situation, Instant at) {
        var pressure = situation == Situation.PRESSURE || situation == Situation.FROZEN;
        var idle = situation == Situation.IDLE;
        var sampled = at.minusMillis(40);
        var spend = new BigDecimal(situation == Situation.FROZEN ? "95.10" : "42.17");
        return new ScaleObservation(
                at,
                2,
                Reading.known(Latency.of(1_200, Duration.ofMillis(pressure ? 412 : idle ? 12 : 80)), sampled),
                Reading.known(pressure ? 57L : idle ? 0L : 3L, sampled),
                Reading.known(0.001, sampled),
                Reading.known(new SpendLevel(spend, Optional.of(new BigDecimal("1300.00"))), sampled));
    }
}
