package ai.levqor.ops.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.engine.Engine.Companions;
import ai.levqor.ops.engine.ScaleReport.Result;
import ai.levqor.ops.engine.fleet.Fleet;
import ai.levqor.ops.engine.fleet.FleetParts;
import ai.levqor.ops.engine.fleet.FleetSetup;
import ai.levqor.ops.local.InMemoryFleetBoard;
import ai.levqor.ops.local.InMemoryLeaseStore;
import ai.levqor.ops.policy.scale.Latency;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.fleet.FleetBoard;
import ai.levqor.ops.spi.metrics.HistogramSource;
import ai.levqor.ops.spi.metrics.LatencyHistogram;
import ai.levqor.ops.spi.metrics.LatencyHistogram.Bucket;
import ai.levqor.ops.spi.metrics.Outcomes;
import ai.levqor.ops.spi.queue.PausableWorkerPool;
import ai.levqor.ops.spi.queue.Resize;
import ai.levqor.ops.spi.state.Flags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A fleet of instances")
class FleetTest {
    private static final Duration LENGTH = Duration.ofSeconds(15);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final List<FakeBackend> backends = new ArrayList<>();
    private final List<Engine> engines = new ArrayList<>();
    private final FakeBackend first = new FakeBackend();
    private final BreakableBoard board = new BreakableBoard(new InMemoryFleetBoard(first.time));
    private final InMemoryLeaseStore leases = new InMemoryLeaseStore(first.time);

    @BeforeEach
    void three() {
        first.flags.leases = Optional.of(leases);
        for (var name : List.of("a", "b", "c")) {
            var backend = backends.isEmpty() ? first : first.another();
            backend.companions =
                    Optional.of(new Companions(new FleetSetup(name, LENGTH), new FleetParts(board, leases)));
            backends.add(backend);
        }
    }

    @AfterEach
    void close() {
        engines.forEach(Engine::close);
    }

    @Test
    @DisplayName("has one that leads; the others look, say who leads, and change nothing")
    void oneLeads() {
        begin();
        all(backend -> backend.metrics = () -> backend.sample(300));
        backends.get(0).enable();

        var reports = tickAll();

        assertThat(reports)
                .extracting(report -> report.outcome().result())
                .containsExactly(Result.APPLIED, Result.NOT_LEADING, Result.NOT_LEADING);
        assertThat(reports.get(1).outcome().message()).contains("another instance leads: a");
        assertThat(workerCount()).isEqualTo(3);
    }

    @Test
    @DisplayName("is judged by the percentiles of all its requests, which no average of percentiles is")
    void percentilesAreMerged() {
        backends.get(0).metrics = source(0, 1_000, 10);
        backends.get(1).metrics = source(1, 10, 900);
        backends.get(2).metrics = source(2, 0, 0);
        begin();
        backends.get(0).enable();

        var report = tickAll().get(0);

        assertThat(report.seen().latency().value().flatMap(Latency::p95)).contains(Duration.ofMillis(10));
        assertThat(report.signals().metrics().orElseThrow().requests()).isEqualTo(1_010);
        assertThat(report.signals().outcomes()).contains(new Outcomes(1_010, 3));
    }

    @Test
    @DisplayName("tells one slow instance from the others by its share of the requests")
    void slowShare() {
        backends.get(0).metrics = source(0, 900, 10);
        backends.get(1).metrics = source(1, 100, 900);
        backends.get(2).metrics = source(2, 0, 0);
        begin();

        var report = tickAll().get(2);

        assertThat(report.seen().latency().value().flatMap(Latency::p95)).contains(Duration.ofMillis(900));
    }

    @Test
    @DisplayName("shares its worker target, and shares it anew when an instance leaves or dies")
    void shares() {
        begin();
        backends.get(0).flags.set(new Flags(8, true, false, false, Optional.empty(), Optional.empty()));
        tickAll();
        followAll();
        assertThat(sizes()).containsExactly(3, 3, 2);

        engines.get(2).close();
        beatAll(2);
        followAll(2);
        assertThat(sizes(2)).containsExactly(4, 4);

        seconds(14, () -> beatAll(1));
        assertThat(engines.get(0).fleet().orElseThrow().instances())
                .as("b is silent, and counts")
                .hasSize(2);
        seconds(2, () -> beatAll(1));
        followAll(1);
        assertThat(sizes(1)).containsExactly(8);
    }

    @Test
    @DisplayName("with fewer workers than instances pauses the pools that can do without any")
    void fewerThanInstances() {
        var paused = new PausablePool();
        backends.get(2).workers = paused;
        begin();
        backends.get(0).flags.set(new Flags(1, true, false, false, Optional.empty(), Optional.empty()));

        tickAll();
        followAll();

        assertThat(backends.get(0).pool.size).isEqualTo(1);
        assertThat(backends.get(1).pool.size)
                .as("keeps one, since it cannot do without")
                .isEqualTo(1);
        assertThat(paused.size).isZero();
    }

    @Test
    @DisplayName("begins with the workers that all its pools have together, until a target is stored")
    void beginsWithAll() {
        begin();

        assertThat(tickAll().get(2).decision().from()).isEqualTo(6);

        backends.get(0).flags.set(new Flags(4, false, false, false, Optional.empty(), Optional.empty()));
        assertThat(tickAll().get(2).decision().from()).isEqualTo(4);
    }

    @Test
    @DisplayName("has another that leads within the length of the lease and a second, when the first is silent")
    void succession() {
        begin();
        all(backend -> backend.metrics = () -> backend.sample(300));
        backends.get(0).enable();
        tickAll();

        seconds(40, () -> {
            engines.get(1).fleet().orElseThrow().beat();
            engines.get(2).fleet().orElseThrow().beat();
        });

        assertThat(engines.get(1).fleet().orElseThrow().notActing()).isEmpty();
        assertThat(engines.get(1).tick().outcome().result()).isEqualTo(Result.APPLIED);
        assertThat(engines.get(0).fleet().orElseThrow().notActing())
                .as("by its own ticker")
                .isPresent();
        assertThat(workerCount()).isEqualTo(4);
    }

    @Test
    @DisplayName("has another that leads at once, when the first closes")
    void handedOver() {
        begin();
        engines.get(0).close();

        engines.get(1).fleet().orElseThrow().beat();

        assertThat(engines.get(1).fleet().orElseThrow().notActing()).isEmpty();
    }

    @Test
    @DisplayName("refuses the write of a leader that stood still in the midst of it and was succeeded")
    void zombie() {
        begin();
        all(backend -> backend.metrics = () -> backend.sample(300));
        backends.get(0).enable();
        backends.get(0).flags.beforeWrite = () -> {
            backends.get(0).flags.beforeWrite = () -> {};
            seconds(16, () -> engines.get(1).fleet().orElseThrow().beat());
        };

        var outcome = engines.get(0).tick().outcome();

        assertThat(outcome.result()).isEqualTo(Result.OUTRUN);
        assertThat(workerCount()).isEqualTo(2);
        assertThat(engines.get(1).fleet().orElseThrow().notActing()).isEmpty();
    }

    @Test
    @DisplayName("has a leader that stood still before it wrote write nothing, though nobody has succeeded it yet")
    void leaseRunOut() {
        begin();
        all(backend -> backend.metrics = () -> backend.sample(300));
        backends.get(0).enable();
        backends.get(0).state.beforeWrite = () -> {
            backends.get(0).state.beforeWrite = () -> {};
            backends.get(0).time.pass(Duration.ofSeconds(16));
        };

        var outcome = engines.get(0).tick().outcome();

        assertThat(outcome.result()).isEqualTo(Result.NOT_LEADING);
        assertThat(workerCount()).isEqualTo(2);
    }

    @Test
    @DisplayName("holds while its board is away: no share changes, and nothing is decided by half of the signals")
    void boardAway() {
        begin();
        backends.get(0).flags.set(new Flags(6, true, false, false, Optional.empty(), Optional.empty()));
        all(backend -> backend.metrics = () -> backend.sample(300));
        tickAll();
        followAll();
        var before = sizes();

        board.away = true;
        backends.get(0).time.pass(Duration.ofSeconds(40));
        var report = tickAll().get(0);
        followAll();

        assertThat(report.decision().action().changes()).isFalse();
        assertThat(report.seen().latency().value()).isEmpty();
        assertThat(sizes()).isEqualTo(before);

        board.away = false;
        assertThat(tickAll().get(0).seen().latency().value()).isPresent();
    }

    @Test
    @DisplayName("lets the others come back to a board that was away, for as long as a silent one counts")
    void boardBack() {
        begin();
        backends.get(0).flags.set(new Flags(6, true, false, false, Optional.empty(), Optional.empty()));
        tickAll();
        followAll();
        board.away = true;
        seconds(40, () -> beatAll(3));
        board.away = false;

        seconds(14, () -> beatAll(1));
        followAll(1);
        assertThat(sizes(1)).as("b and c may be on their way").containsExactly(2);

        seconds(2, () -> beatAll(1));
        followAll(1);
        assertThat(sizes(1)).as("b and c have not come").containsExactly(6);
    }

    @Test
    @DisplayName("does not know its latency while one of its instances does not")
    void oneDoesNotKnow() {
        begin();
        backends.get(1).metrics = () -> {
            throw new UnavailableException("no timer");
        };

        assertThat(tickAll().get(2).seen().latency().value()).isEmpty();

        backends.get(1).metrics = () -> backends.get(1).sample(80);
        tickAll();
        assertThat(tickAll().get(0).seen().latency().value()).isPresent();
    }

    @Test
    @DisplayName("does not know its latency while something on the board is no report")
    void noReport() {
        begin();
        board.post("stranger", "hello", LENGTH);

        assertThat(tickAll().get(0).seen().latency().value()).isEmpty();
    }

    @Test
    @DisplayName("shows how many there are, and who leads, as gauges")
    void gauges() {
        begin();

        assertThat(gauge(0, "levqor.fleet.instances")).isEqualTo(3);
        assertThat(gauge(0, "levqor.fleet.leader")).isEqualTo(1);
        assertThat(gauge(1, "levqor.fleet.leader")).isZero();
    }

    private double gauge(int backend, String name) {
        return backends.get(backend).registry.get(name).gauge().value();
    }

    /** Builds all engines, and lets them see each other. */
    private void begin() {
        backends.forEach(backend -> engines.add(backend.engine()));
        beatAll(3);
        backends.get(0).time.pass(SECOND);
        beatAll(3);
    }

    private void all(Consumer<FakeBackend> change) {
        backends.forEach(change);
    }

    private List<ScaleReport> tickAll() {
        return engines.stream().map(Engine::tick).toList();
    }

    private void beatAll(int first) {
        engines.subList(0, first).forEach(engine -> engine.fleet().ifPresent(Fleet::beat));
    }

    private void followAll() {
        followAll(engines.size());
    }

    private void followAll(int first) {
        engines.subList(0, first).forEach(engine -> engine.autoscaler().followFlags());
    }

    private void seconds(int count, Runnable each) {
        for (int i = 0; i < count; i++) {
            backends.get(0).time.pass(SECOND);
            each.run();
        }
    }

    private List<Integer> sizes() {
        return sizes(backends.size());
    }

    private List<Integer> sizes(int first) {
        return backends.subList(0, first).stream()
                .map(backend -> backend.pool.size)
                .toList();
    }

    private int workerCount() {
        return backends.get(0).flags.current.workerCount();
    }

    /** Requests that all took so long; one in them failed, if there are any. */
    private HistogramSource source(int backend, int requests, int millis) {
        return () -> new HistogramSource.HistogramSample(
                backends.get(backend).time.instant(),
                requests == 0
                        ? LatencyHistogram.NONE
                        : new LatencyHistogram(List.of(new Bucket(Duration.ofMillis(millis), requests))),
                new Outcomes(requests, requests == 0 ? 0 : 1 + requests / 1_000));
    }

    /** A board that can be away. */
    private static final class BreakableBoard implements FleetBoard {
        volatile boolean away;
        private final FleetBoard board;

        BreakableBoard(FleetBoard board) {
            this.board = board;
        }

        @Override
        public List<Posted> post(String instance, String report, Duration length) {
            return there().post(instance, report, length);
        }

        @Override
        public List<String> instances() {
            return there().instances();
        }

        @Override
        public void leave(String instance) {
            there().leave(instance);
        }

        private FleetBoard there() {
            if (away) {
                throw new UnavailableException("away");
            }
            return board;
        }
    }

    /** A pool that can do without any worker. */
    private static final class PausablePool implements PausableWorkerPool {
        volatile int size = 2;

        @Override
        public int size() {
            return size;
        }

        @Override
        public Resize resize(int target) {
            var before = size;
            size = target;
            return new Resize(before, target, 0);
        }

        @Override
        public Resize pause() {
            var before = size;
            size = 0;
            return new Resize(before, 0, 0);
        }
    }
}
