package ai.levqor.ops.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.engine.ScaleReport.Result;
import ai.levqor.ops.policy.scale.ScaleAction;
import ai.levqor.ops.policy.scale.ScaleReason;
import ai.levqor.ops.policy.scale.StepSettings;
import ai.levqor.ops.policy.scale.StepSettings.CostGuard;
import ai.levqor.ops.spi.metrics.MetricsSample;
import ai.levqor.ops.spi.metrics.Outcomes;
import ai.levqor.ops.spi.state.Flags;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class EngineTickTest {
    private final FakeBackend backend = new FakeBackend();

    @Test
    @DisplayName("pressure raises the flag and the pool by one, and says so")
    void pressureScalesUp() {
        backend.enable();
        backend.queue = () -> backend.depth(11);

        try (var engine = backend.engine()) {
            var report = engine.tick();

            assertThat(report.decision().action()).isEqualTo(ScaleAction.SCALE_UP);
            assertThat(report.decision().reason()).isEqualTo(ScaleReason.QUEUE_PRESSURE);
            assertThat(report.outcome().result()).isEqualTo(Result.APPLIED);
            assertThat(report.outcome().workers()).isEqualTo(3);
        }
        assertThat(backend.pool.targets).containsExactly(3);
        assertThat(backend.flags.current.workerCount()).isEqualTo(3);
        assertThat(backend.flags.current.lastAutoscale()).contains(backend.time.instant());
        assertThat(backend.told).hasSize(1);
        assertThat(backend.lines).hasSize(1);
    }

    @Test
    @DisplayName("with AUTOSCALE_ENABLED off a decision is made and shown, and nothing is touched")
    void disabledTouchesNothing() {
        backend.queue = () -> backend.depth(11);

        try (var engine = backend.engine()) {
            var report = engine.tick();

            assertThat(report.decision().action()).isEqualTo(ScaleAction.SCALE_UP);
            assertThat(report.outcome().result()).isEqualTo(Result.DISABLED);
        }
        assertThat(backend.pool.targets).isEmpty();
        assertThat(backend.flags.current).isEqualTo(Flags.DEFAULTS);
        assertThat(backend.lines).isEmpty();
    }

    @Test
    @DisplayName("without a pool the flag is written and the reload is reported as a no-op")
    void withoutPoolOnlyTheFlagMoves() {
        backend.withPool = false;
        backend.enable();
        backend.queue = () -> backend.depth(11);

        try (var engine = backend.engine()) {
            var outcome = engine.tick().outcome();

            assertThat(outcome.result()).isEqualTo(Result.APPLIED_WITHOUT_POOL);
            assertThat(outcome.message()).contains("WORKER_COUNT is 3", "no-op");
        }
        assertThat(backend.flags.current.workerCount()).isEqualTo(3);
    }

    @Test
    @DisplayName("ten idle minutes of ticks give one worker back, and the next one takes ten more")
    void idleScalesDownEveryTenMinutes() {
        backend.enable();
        backend.flags.set(backend.flags.current.scaledTo(3, FakeTime.START));
        backend.pool.size = 3;
        backend.metrics = () -> backend.sample(39);

        try (var engine = backend.engine()) {
            var down = 0;
            for (int tick = 0; tick <= 4 * 19; tick++) {
                down += engine.tick().decision().action() == ScaleAction.SCALE_DOWN ? 1 : 0;
                backend.time.pass(Duration.ofSeconds(15));
            }

            assertThat(down).as("steps down in 19 minutes").isEqualTo(1);
            for (int tick = 0; tick < 4; tick++) {
                down += engine.tick().decision().action() == ScaleAction.SCALE_DOWN ? 1 : 0;
                backend.time.pass(Duration.ofSeconds(15));
            }
            assertThat(down).as("steps down in 20 minutes").isEqualTo(2);
        }
        assertThat(backend.pool.targets).containsExactly(2, 1);
    }

    @Test
    @DisplayName("a restart goes on where the last one stopped: idle minutes are not lost")
    void restartGoesOn() {
        backend.enable();
        backend.metrics = () -> backend.sample(39);
        try (var first = backend.engine()) {
            for (int tick = 0; tick < 39; tick++) {
                first.tick();
                backend.time.pass(Duration.ofSeconds(15));
            }
        }

        try (var second = backend.engine()) {
            assertThat(second.tick().decision().reason()).isEqualTo(ScaleReason.IDLE_NOT_LONG_ENOUGH);
            backend.time.pass(Duration.ofSeconds(15));
            assertThat(second.tick().decision().reason()).isEqualTo(ScaleReason.IDLE);
        }
    }

    @Test
    @DisplayName("two instances that decide from the same state: one step is made, the other is outrun")
    void twoInstancesMakeOneStep() {
        backend.enable();
        backend.queue = () -> backend.depth(50);

        try (var one = backend.engine();
                var two = backend.engine()) {
            backend.flags.beforeWrite = () -> {
                backend.flags.beforeWrite = () -> {};
                assertThat(two.tick().outcome().result()).isNotEqualTo(Result.APPLIED);
            };
            assertThat(one.tick().outcome().result()).isEqualTo(Result.APPLIED);
        }
        assertThat(backend.flags.current.workerCount()).isEqualTo(3);
        assertThat(backend.pool.targets).containsExactly(3);
    }

    @Test
    @DisplayName("flags that somebody changed meanwhile are not overwritten")
    void outrunByAPerson() {
        backend.enable();
        backend.queue = () -> backend.depth(50);
        backend.flags.beforeWrite = () -> backend.flags.set(Flags.DEFAULTS);

        try (var engine = backend.engine()) {
            assertThat(engine.tick().outcome().result()).isEqualTo(Result.OUTRUN);
        }
        assertThat(backend.flags.current).isEqualTo(Flags.DEFAULTS);
        assertThat(backend.pool.targets).isEmpty();
    }

    @Test
    @DisplayName("flags that cannot be written change nothing, and the step is still due")
    void unwritableFlags() {
        backend.enable();
        backend.queue = () -> backend.depth(50);
        backend.flags.unwritable = true;

        try (var engine = backend.engine()) {
            assertThat(engine.tick().outcome().result()).isEqualTo(Result.STORE_FAILED);
            assertThat(engine.health().status()).isEqualTo(SourceHealth.Status.DEGRADED);
            assertThat(backend.pool.targets).isEmpty();

            backend.flags.unwritable = false;

            assertThat(engine.tick().outcome().result()).isEqualTo(Result.APPLIED);
            assertThat(engine.health().status()).isEqualTo(SourceHealth.Status.UP);
        }
    }

    @Test
    @DisplayName("without its memory the engine decides, and acts on nothing")
    void stateAway() {
        backend.enable();
        backend.queue = () -> backend.depth(50);
        backend.state.away = true;

        try (var engine = backend.engine()) {
            var report = engine.tick();

            assertThat(report.decision().action()).isEqualTo(ScaleAction.SCALE_UP);
            assertThat(report.outcome().result()).isEqualTo(Result.STORE_FAILED);
            assertThat(engine.health().sources())
                    .anySatisfy(source -> assertThat(source.name()).isEqualTo("state"));
        }
        assertThat(backend.pool.targets).isEmpty();
        assertThat(backend.flags.current.workerCount()).isEqualTo(2);
    }

    @Test
    @DisplayName("without its memory even a step that changes nothing is reported as failed")
    void stateAwayWithNothingToDo() {
        backend.state.away = true;

        try (var engine = backend.engine()) {
            assertThat(engine.tick().outcome().result()).isEqualTo(Result.STORE_FAILED);
        }
    }

    @Test
    @DisplayName("a memory that cannot be read starts afresh and says so")
    void garbageState() {
        backend.enable();
        backend.state.compareAndSet("scale", Optional.empty(), "{\"seen_at\": 7");

        try (var engine = backend.engine()) {
            assertThat(engine.tick().outcome().result()).isEqualTo(Result.NOTHING_TO_DO);
            assertThat(engine.tick().outcome().result()).isEqualTo(Result.NOTHING_TO_DO);
        }
        assertThat(backend.state.read("scale").orElseThrow().value()).contains("\"workers\":2");
    }

    @Test
    @DisplayName("the cost guard freezes a scale-up, and lets it go when the spend is back below")
    void costGuardFreezes() {
        backend.step = StepSettings.DEFAULTS.with(CostGuard.of(new BigDecimal("100"), "usd"));
        backend.enable();
        backend.queue = () -> backend.depth(50);
        backend.spend = Optional.of(() -> backend.spent("90.00"));

        try (var engine = backend.engine()) {
            assertThat(engine.tick().decision().reason()).isEqualTo(ScaleReason.SPEND_AT_LIMIT);
        }
        backend.spend = Optional.of(() -> backend.spent("89.99"));
        try (var engine = backend.engine()) {
            assertThat(engine.tick().decision().action()).isEqualTo(ScaleAction.SCALE_UP);
        }
    }

    @Test
    @DisplayName("failed jobs count beside failed requests; if one of them is unknown, so is the error rate")
    void outcomesOfJobsAreAdded() {
        backend.jobs =
                Optional.of(() -> new MetricsSample(backend.time.instant(), 0, Optional.empty(), new Outcomes(100, 9)));
        try (var engine = backend.engine()) {
            assertThat(engine.tick().seen().errorRate().value()).contains(0.05);
        }

        backend.jobs = Optional.of(() -> {
            throw new IllegalStateException("away");
        });
        try (var engine = backend.engine()) {
            var report = engine.tick();

            assertThat(report.seen().errorRate().value()).isEmpty();
            assertThat(report.seen().latency().value()).isPresent();
        }
    }

    @Test
    @DisplayName("the history is bounded and newest first")
    void historyIsBounded() {
        backend.settings = new EngineSettings(
                Duration.ofSeconds(15), Duration.ofSeconds(2), Duration.ofSeconds(2), Duration.ofSeconds(1), 3);

        try (var engine = backend.engine()) {
            for (int tick = 0; tick < 5; tick++) {
                backend.time.pass(Duration.ofSeconds(15));
                engine.tick();
            }

            assertThat(engine.autoscaler().history(10))
                    .extracting(report -> report.seen().at())
                    .containsExactly(
                            FakeTime.START.plusSeconds(75),
                            FakeTime.START.plusSeconds(60),
                            FakeTime.START.plusSeconds(45));
            assertThat(engine.autoscaler().history(1)).hasSize(1);
        }
    }

    @Test
    @DisplayName("a listener or a log that throws is counted, and the step stands")
    void listenerAndLogFail() {
        backend.enable();
        backend.queue = () -> backend.depth(50);
        backend.listener = report -> {
            throw new IllegalStateException("listener");
        };
        backend.log = line -> {
            throw new IllegalStateException("disk full");
        };

        try (var engine = backend.engine()) {
            assertThat(engine.tick().outcome().result()).isEqualTo(Result.APPLIED);
            assertThat(engine.health().sources()).extracting(SourceHealth::name).contains("listener", "log");
        }
        assertThat(backend.registry
                        .counter("levqor.source.faults", "source", "log")
                        .count())
                .isEqualTo(1);
    }
}
