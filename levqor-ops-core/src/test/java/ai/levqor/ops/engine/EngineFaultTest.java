package ai.levqor.ops.engine;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ai.levqor.ops.policy.Reading;
import ai.levqor.ops.policy.Reading.UnknownCause;
import ai.levqor.ops.policy.scale.ScaleAction;
import ai.levqor.ops.policy.scale.ScaleObservation;
import ai.levqor.ops.policy.scale.ScalePolicy;
import ai.levqor.ops.policy.scale.ScaleReason;
import ai.levqor.ops.policy.scale.ScaleStep;
import ai.levqor.ops.policy.scale.StepPolicy;
import ai.levqor.ops.policy.scale.StepSettings;
import ai.levqor.ops.policy.scale.StepState;
import ai.levqor.ops.spi.UnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EngineFaultTest {
    private static final EngineSettings QUICK = new EngineSettings(
            Duration.ofMillis(5), Duration.ofMillis(5), Duration.ofMillis(100), Duration.ofMillis(1), 10);

    private final FakeBackend backend = new FakeBackend();

    @Test
    @DisplayName("a source that throws is unknown; the others still count")
    void failedSource() {
        backend.enable();
        backend.metrics = () -> {
            throw new UnavailableException("registry away");
        };
        backend.queue = () -> backend.depth(11);

        try (var engine = backend.engine()) {
            var report = engine.tick();

            assertThat(report.seen().latency()).isEqualTo(Reading.unknown(UnknownCause.FAILED));
            assertThat(report.decision().action()).isEqualTo(ScaleAction.SCALE_UP);
            assertThat(engine.health().status()).isEqualTo(SourceHealth.Status.DEGRADED);
        }
    }

    @Test
    @DisplayName("a source that is stuck is late, costs the others nothing, and is not asked again until it is back")
    void stuckSource() {
        backend.settings = QUICK;
        var release = new CountDownLatch(1);
        var asked = new AtomicInteger();
        backend.queue = () -> {
            asked.incrementAndGet();
            awaitDeafly(release);
            return backend.depth(0);
        };

        try (var engine = backend.engine()) {
            for (int tick = 0; tick < 3; tick++) {
                var report = engine.tick();

                assertThat(report.seen().queueDepth()).isEqualTo(Reading.unknown(UnknownCause.LATE));
                assertThat(report.seen().latency().value()).isPresent();
                assertThat(report.decision().reason()).isEqualTo(ScaleReason.UNKNOWN_QUEUE);
            }
            assertThat(asked).as("times asked").hasValue(1);
            release.countDown();
        }
    }

    @Test
    @DisplayName("a sample that is too old is stale: known to the reader, unknown to the policy")
    void staleSource() {
        var old = FakeTime.START.minusSeconds(61);
        backend.metrics = () -> FakeBackend.sampleAt(old, 500);

        try (var engine = backend.engine()) {
            var report = engine.tick();

            assertThat(report.decision().reason()).isEqualTo(ScaleReason.UNKNOWN_LATENCY);
            assertThat(engine.health().sources())
                    .contains(new SourceHealth("metrics", SourceHealth.Status.DEGRADED, "stale"));
        }
    }

    @Test
    @DisplayName("close ends the loop although a source ignores every interrupt")
    void closeWithADeafSource() throws InterruptedException {
        var release = new CountDownLatch(1);
        var entered = new CountDownLatch(1);
        backend.queue = () -> {
            entered.countDown();
            awaitDeafly(release);
            return backend.depth(0);
        };
        var engine = backend.engine();
        engine.start();
        assertThat(entered.await(30, SECONDS)).isTrue();

        engine.close();
        engine.close();

        assertThat(release.getCount()).as("the source is still stuck").isEqualTo(1);
        for (var thread : loopThreads()) {
            thread.join(30_000);
            assertThat(thread.isAlive()).as("the loop's thread").isFalse();
        }
        assertThat(engine.health().status()).isEqualTo(SourceHealth.Status.DOWN);
        assertThatIllegalStateException().isThrownBy(engine::start).withMessageContaining("closed");
        release.countDown();
    }

    @Test
    @DisplayName("a tick that throws is counted, and the next one runs")
    void throwingPolicy() throws InterruptedException {
        backend.settings = QUICK;
        var recovered = new CountDownLatch(1);
        var decisions = new AtomicInteger();
        var step = new StepPolicy(StepSettings.DEFAULTS);
        var moody = new ScalePolicy<StepState>() {
            @Override
            public StepState start() {
                return step.start();
            }

            @Override
            public ScaleStep<StepState> decide(StepState state, ScaleObservation seen) {
                if (decisions.incrementAndGet() <= 3) {
                    throw new ArithmeticException("a policy's own bug");
                }
                return step.decide(state, seen);
            }
        };
        backend.listener = report -> recovered.countDown();

        try (var engine = backend.engine(moody, new StepStateCodec())) {
            engine.start();

            assertThat(recovered.await(30, SECONDS))
                    .as("a tick after three that threw")
                    .isTrue();
        }
        assertThat(backend.registry.counter("levqor.tick.failures").count()).isEqualTo(3);
    }

    @Test
    @DisplayName("what a close cuts short is no fault")
    void closeIsNoFault() throws Exception {
        var asked = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        backend.queue = () -> {
            asked.countDown();
            awaitDeafly(release);
            return backend.depth(0);
        };
        var engine = backend.engine();
        var ticking = new Thread(engine::tick);
        ticking.start();
        assertThat(asked.await(30, SECONDS)).isTrue();

        engine.close();
        ticking.join(30_000);
        release.countDown();

        assertThat(ticking.isAlive()).isFalse();
        assertThat(backend.registry.find("levqor.source.faults").counters())
                .allSatisfy(counter -> assertThat(counter.count())
                        .as(counter.getId().toString())
                        .isZero());
    }

    @Test
    @DisplayName("a clock that goes back an hour neither scales nor stops the loop")
    void clockGoesBack() {
        backend.enable();
        backend.metrics = () -> backend.sample(39);

        try (var engine = backend.engine()) {
            engine.tick();
            backend.time.jumpTo(FakeTime.START.minusSeconds(3600));

            assertThat(engine.tick().decision().reason()).isEqualTo(ScaleReason.IDLE_NOT_LONG_ENOUGH);

            backend.time.jumpTo(FakeTime.START.plusSeconds(7200));

            assertThat(engine.tick().decision().reason()).isEqualTo(ScaleReason.IDLE_NOT_LONG_ENOUGH);
        }
        assertThat(backend.pool.targets).isEmpty();
    }

    private static List<Thread> loopThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("levqor-ops-loop"))
                .toList();
    }

    /** Waits as a library does that swallows interrupts. */
    @Test
    @DisplayName("a tick by hand while the watchdog looks leaves the look to it, and no store is called late")
    void oneWatchAtATime() throws InterruptedException {
        var standard = EngineSettings.DEFAULTS;
        backend.settings = new EngineSettings(
                standard.tickEvery(),
                standard.followEvery(),
                Duration.ofSeconds(20),
                standard.snapshotFor(),
                standard.historySize());
        var looking = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        backend.state.beforeRead = key -> {
            if (key.equals("slo-streak")) {
                looking.countDown();
                awaitDeafly(release);
            }
        };

        try (var engine = backend.engine()) {
            var other = new Thread(engine::tick, "other tick");
            other.start();
            looking.await();
            engine.tick();

            assertThat(engine.health().sources()).extracting(SourceHealth::name).doesNotContain("state");
            release.countDown();
            other.join();
            assertThat(engine.health().sources()).extracting(SourceHealth::name).doesNotContain("state", "watchdog");
        }
    }

    private static void awaitDeafly(CountDownLatch release) {
        var interrupted = false;
        while (true) {
            try {
                release.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
