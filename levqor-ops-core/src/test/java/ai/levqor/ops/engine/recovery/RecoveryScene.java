package ai.levqor.ops.engine.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.engine.FakeTime;
import ai.levqor.ops.engine.ask.DeadlineCaller;
import ai.levqor.ops.engine.ask.FaultLog;
import ai.levqor.ops.engine.recovery.RecoverySetup.Rule;
import ai.levqor.ops.engine.recovery.StepReport.Status;
import ai.levqor.ops.local.InMemoryStateStore;
import ai.levqor.ops.local.InMemoryWorkQueue;
import ai.levqor.ops.policy.Reading;
import ai.levqor.ops.policy.recovery.RecoveryObservation.Switches;
import ai.levqor.ops.policy.recovery.RecoverySettings;
import ai.levqor.ops.policy.recovery.RedriveRate;
import ai.levqor.ops.policy.slo.SloObservation.Outcomes;
import ai.levqor.ops.policy.slo.StreakPolicy;
import ai.levqor.ops.policy.slo.StreakSettings;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.host.AlertChannel;
import ai.levqor.ops.spi.host.ProcessRotation;
import ai.levqor.ops.spi.host.SelfProbe;
import ai.levqor.ops.spi.queue.DeadLetterQueue;
import ai.levqor.ops.spi.queue.Delivery;
import ai.levqor.ops.spi.queue.Resize;
import ai.levqor.ops.spi.queue.Restart;
import ai.levqor.ops.spi.queue.RestartableWorkerPool;
import ai.levqor.ops.spi.state.StateStore;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * A backend in trouble, with everything a recovery could want: a real queue in memory, a pool, a rotation, a log and a
 * state store that can fail, and a time that moves when a test says so. A pause lets the time pass.
 */
final class RecoveryScene {
    final FakeTime time;
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final InMemoryWorkQueue<Integer> queue;
    final List<ObjectNode> lines = new CopyOnWriteArrayList<>();
    final List<String> faults = new CopyOnWriteArrayList<>();
    final AtomicInteger restarts = new AtomicInteger();
    final AtomicInteger rotations = new AtomicInteger();
    final FragileState state;

    volatile DeadLetterQueue deadLetters;
    volatile Supplier<Restart> restart = () -> new Restart(2, 0);
    volatile Runnable rotate = () -> {};
    volatile Optional<SelfProbe> probe = Optional.empty();
    volatile Optional<AlertChannel> alerts = Optional.empty();
    volatile boolean logAway;
    volatile boolean logUnreadable;
    volatile Switches switches = new Switches(true, false);
    volatile Outcomes outcomes = new Outcomes(100, 10);
    volatile Duration p99 = Duration.ofMillis(50);
    volatile RedriveSettings redrive = new RedriveSettings(RedriveRate.UNLIMITED, 100, 3);
    volatile RecoverySettings policy = RecoverySettings.DEFAULTS;
    volatile Duration answerWithin = Duration.ofSeconds(30);
    volatile Duration deadline = Duration.ofSeconds(10);
    volatile Pause pause;

    RecoveryScene() {
        this(new InMemoryStateStore());
    }

    RecoveryScene(StateStore state) {
        this(new FakeTime(), state);
    }

    private RecoveryScene(FakeTime time, StateStore state) {
        this(time, new InMemoryWorkQueue<>(2_000_000, time, time), state);
    }

    private RecoveryScene(FakeTime time, InMemoryWorkQueue<Integer> queue, StateStore state) {
        this.time = time;
        this.queue = queue;
        this.deadLetters = queue;
        this.pause = time::pass;
        this.state = new FragileState(state);
    }

    /** Another machine with the same queue and a log of its own, which keeps its state here. */
    RecoveryScene beside(StateStore shared) {
        return new RecoveryScene(time, queue, shared);
    }

    /** All that one process has; several may share the store and the queue. */
    Incidents process() {
        return Incidents.of(
                new RecoverySetup(
                        policy,
                        redrive,
                        Duration.ofMinutes(5),
                        new Rule<>("streak", new StreakPolicy(StreakSettings.DEFAULTS), new StreakStateCodec()),
                        Duration.ofMinutes(5),
                        answerWithin,
                        100),
                new RecoveryParts(
                        Optional.of(deadLetters),
                        Optional.of(pool()),
                        Optional.of(rotation()),
                        probe,
                        Optional.empty()),
                state,
                new LineLog(this::append, this::tail),
                new RecoveryContext(
                        time, time, registry, new DeadlineCaller(deadline), new FaultLog(faults::add), this::signals),
                passing -> pause.passing(passing));
    }

    RecoverySignals signals() {
        var now = time.instant();
        return new RecoverySignals(now, Reading.known(p99, now), Reading.known(outcomes, now), switches);
    }

    /** So many jobs come, and fail; those that wait already go on waiting. */
    void fail(int jobs) {
        var waiting = take();
        for (int i = 0; i < jobs; i++) {
            assertThat(queue.offer(i)).isTrue();
        }
        take().forEach(Delivery::fail);
        waiting.forEach(Delivery::giveBack);
    }

    /** Every job that waits. */
    List<Delivery<Integer>> take() {
        var taken = new ArrayList<Delivery<Integer>>();
        try {
            for (var next = queue.take(Duration.ZERO); next.isPresent(); next = queue.take(Duration.ZERO)) {
                taken.add(next.get());
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return taken;
    }

    List<String> outcomesWritten() {
        return lines.stream().map(line -> line.required("outcome").textValue()).toList();
    }

    double counted(String meter, String... tags) {
        return registry.get(meter).tags(tags).counter().count();
    }

    static RecoveryRequest named(String incident) {
        return new RecoveryRequest(Optional.of(incident), Optional.empty(), Optional.empty());
    }

    static List<Status> statuses(RecoveryReport report) {
        return report.steps().stream().map(StepReport::status).toList();
    }

    private RestartableWorkerPool pool() {
        return new RestartableWorkerPool() {
            @Override
            public Restart restart() {
                restarts.incrementAndGet();
                return restart.get();
            }

            @Override
            public int size() {
                return 2;
            }

            @Override
            public Resize resize(int target) {
                throw new AssertionError("nobody resizes here");
            }
        };
    }

    private ProcessRotation rotation() {
        return () -> {
            rotations.incrementAndGet();
            rotate.run();
        };
    }

    private synchronized void append(ObjectNode line) {
        if (logAway) {
            throw new UnavailableException("no space left on device");
        }
        lines.add(line);
    }

    private synchronized List<ObjectNode> tail(int most) {
        if (logUnreadable) {
            throw new UnavailableException("input/output error");
        }
        return lines.subList(Math.max(0, lines.size() - most), lines.size());
    }

    /** A state store that can be away. */
    static final class FragileState implements StateStore {
        private final StateStore kept;
        volatile boolean away;
        volatile boolean readOnly;

        private FragileState(StateStore kept) {
            this.kept = kept;
        }

        @Override
        public Optional<Versioned> read(String key) {
            if (away) {
                throw new UnavailableException("away");
            }
            return kept.read(key);
        }

        @Override
        public Optional<String> compareAndSet(String key, Optional<String> expected, String value) {
            if (away || readOnly) {
                throw new UnavailableException("away");
            }
            return kept.compareAndSet(key, expected, value);
        }
    }
}
