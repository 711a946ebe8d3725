package ai.levqor.ops.engine;

import ai.levqor.ops.engine.Engine.Brain;
import ai.levqor.ops.engine.Engine.Checkup;
import ai.levqor.ops.engine.Engine.Companions;
import ai.levqor.ops.engine.Engine.Counting;
import ai.levqor.ops.engine.Engine.Duties;
import ai.levqor.ops.engine.Engine.Planning;
import ai.levqor.ops.engine.Engine.Rescue;
import ai.levqor.ops.engine.Engine.Spending;
import ai.levqor.ops.engine.Engine.Surroundings;
import ai.levqor.ops.engine.Engine.Telling;
import ai.levqor.ops.engine.ask.StateCodec;
import ai.levqor.ops.engine.cost.CostParts;
import ai.levqor.ops.engine.cost.CostSetup;
import ai.levqor.ops.engine.cost.CostSetup.Pace;
import ai.levqor.ops.engine.job.JobSetup;
import ai.levqor.ops.engine.job.JobSetup.Times;
import ai.levqor.ops.engine.job.Jobs;
import ai.levqor.ops.engine.recovery.LineLog;
import ai.levqor.ops.engine.recovery.RecoveryParts;
import ai.levqor.ops.engine.recovery.RecoverySetup;
import ai.levqor.ops.engine.recovery.RecoverySetup.Rule;
import ai.levqor.ops.engine.recovery.RedriveSettings;
import ai.levqor.ops.engine.recovery.StreakStateCodec;
import ai.levqor.ops.engine.retention.RetentionParts;
import ai.levqor.ops.engine.retention.RetentionSetup;
import ai.levqor.ops.local.InMemoryStateStore;
import ai.levqor.ops.policy.forecast.CostSource.Fixed;
import ai.levqor.ops.policy.forecast.ForecastMethods;
import ai.levqor.ops.policy.forecast.RateTable;
import ai.levqor.ops.policy.recovery.RecoverySettings;
import ai.levqor.ops.policy.scale.ScalePolicy;
import ai.levqor.ops.policy.scale.StepPolicy;
import ai.levqor.ops.policy.scale.StepSettings;
import ai.levqor.ops.policy.slo.StreakPolicy;
import ai.levqor.ops.policy.slo.StreakSettings;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.activity.ActivitySink;
import ai.levqor.ops.spi.activity.ActivitySource;
import ai.levqor.ops.spi.activity.DayRange;
import ai.levqor.ops.spi.billing.BillingSource;
import ai.levqor.ops.spi.billing.Spend;
import ai.levqor.ops.spi.billing.SpendSource;
import ai.levqor.ops.spi.metrics.HistogramSource;
import ai.levqor.ops.spi.metrics.LatencyPercentiles;
import ai.levqor.ops.spi.metrics.MetricsSample;
import ai.levqor.ops.spi.metrics.MetricsSource;
import ai.levqor.ops.spi.metrics.Outcomes;
import ai.levqor.ops.spi.queue.QueueDepth;
import ai.levqor.ops.spi.queue.Resize;
import ai.levqor.ops.spi.queue.WorkQueue;
import ai.levqor.ops.spi.queue.WorkerPool;
import ai.levqor.ops.spi.state.FencedFlagStore;
import ai.levqor.ops.spi.state.FlagReading;
import ai.levqor.ops.spi.state.Flags;
import ai.levqor.ops.spi.state.Lease;
import ai.levqor.ops.spi.state.LeaseStore;
import ai.levqor.ops.spi.state.StateStore;
import ai.levqor.ops.store.JsonLog.Tail;
import ai.levqor.ops.store.StateFireStore;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** A backend whose every signal a test sets, and whose every part a test can break. */
final class FakeBackend {
    final FakeTime time;
    final List<ScaleReport> told = Collections.synchronizedList(new ArrayList<>());
    final List<ObjectNode> lines = Collections.synchronizedList(new ArrayList<>());
    final MeterRegistry registry;
    final FakeFlags flags;
    final FakeState state;
    final FakePool pool = new FakePool();
    WorkerPool workers = pool;
    volatile MetricsSource metrics = () -> sample(80);
    volatile WorkQueue queue = () -> depth(0);
    volatile Optional<MetricsSource> jobs = Optional.empty();
    volatile Optional<SpendSource> spend = Optional.empty();
    volatile Consumer<ScaleReport> listener = told::add;
    volatile Consumer<ObjectNode> log = lines::add;
    final List<BillingSource> billing = new ArrayList<>();
    final List<Fixed> prices = new ArrayList<>();
    boolean withPool = true;
    Optional<Companions> companions = Optional.empty();
    EngineSettings settings = EngineSettings.DEFAULTS;
    StepSettings step = StepSettings.DEFAULTS;

    FakeBackend() {
        this(new SimpleMeterRegistry());
    }

    FakeBackend(MeterRegistry registry) {
        this(registry, new FakeTime(), new FakeFlags(), new FakeState());
    }

    private FakeBackend(MeterRegistry registry, FakeTime time, FakeFlags flags, FakeState state) {
        this.registry = registry;
        this.time = time;
        this.flags = flags;
        this.state = state;
    }

    /** Another instance of the same backend: its signals and its pool are its own, the rest is shared. */
    FakeBackend another() {
        return new FakeBackend(new SimpleMeterRegistry(), time, flags, state);
    }

    Engine engine() {
        return engine(new StepPolicy(step), new StepStateCodec());
    }

    <S> Engine engine(ScalePolicy<S> policy, StateCodec<S> codec) {
        var sources = new Sources(
                metricsAsSet(),
                jobs,
                Optional.of(() -> queue.depth()),
                false,
                withPool ? Optional.of(workers) : Optional.empty(),
                spend,
                flags,
                state);
        var around = new Surroundings(
                time, time, registry, Optional.of(line -> log.accept(line)), report -> listener.accept(report));
        var brain = new Brain<>(
                policy,
                codec,
                step.pace().maxAge(),
                step.costGuard().dailyLimit().isPresent());
        return Engine.of(
                settings, around, brain, sources, new Duties(rescue(), counting(), spending(), planning(), companions));
    }

    /** A test may set another source, even one with a histogram, before the engine is built and after. */
    private MetricsSource metricsAsSet() {
        return metrics instanceof HistogramSource
                ? (HistogramSource) () -> ((HistogramSource) metrics).histogram()
                : () -> metrics.sample();
    }

    /** The jobs' times are never due in these tests: that has its own. */
    private Planning planning() {
        var times = new Times(
                Optional.empty(),
                Duration.ofMinutes(5),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return new Planning(
                new JobSetup(
                        new Jobs.Setup(false, Duration.ofSeconds(20)),
                        times,
                        Duration.ofHours(1),
                        Duration.ofHours(1),
                        Duration.ofHours(1)),
                new StateFireStore(new InMemoryStateStore(), time, time),
                Optional.empty(),
                new Telling(ZoneOffset.UTC, Optional.empty(), line -> {}, most -> List.of(), Optional.empty()),
                new Checkup(Map.of(), Map.of(), Map.of(), Map.of(), most -> new Tail(List.of(), 0), Optional::empty));
    }

    private Spending spending() {
        return new Spending(
                new CostSetup(
                        ForecastMethods.named(ForecastMethods.DEFAULT),
                        RateTable.none(Currency.getInstance("USD")),
                        prices,
                        new Pace(Duration.ofMinutes(15), Duration.ofSeconds(20), Duration.ofSeconds(20))),
                new CostParts(billing, forecast -> {}));
    }

    /** A log of activity that stays empty. */
    private static Counting counting() {
        return new Counting(
                new RetentionSetup(ZoneOffset.UTC, 400, 2, Optional.empty(), 1_000, Duration.ofSeconds(10)),
                RetentionParts.of(new ActivitySource() {
                    @Override
                    public Optional<DayRange> days() {
                        return Optional.empty();
                    }

                    @Override
                    public void read(DayRange days, ActivitySink sink) {}
                }));
    }

    /** Nothing that a recovery could use, and a log of incidents that keeps nothing. */
    private static Rescue rescue() {
        return new Rescue(
                new RecoverySetup(
                        RecoverySettings.DEFAULTS,
                        RedriveSettings.DEFAULTS,
                        Duration.ofMinutes(5),
                        new Rule<>("streak", new StreakPolicy(StreakSettings.DEFAULTS), new StreakStateCodec()),
                        Duration.ofMinutes(5),
                        Duration.ofSeconds(10),
                        10),
                new RecoveryParts(
                        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
                new LineLog(line -> {}, most -> List.of()));
    }

    void enable() {
        flags.set(new Flags(flags.current.workerCount(), true, false, false, Optional.empty(), Optional.empty()));
    }

    MetricsSample sample(long p95Millis) {
        return sampleAt(time.instant(), p95Millis);
    }

    static MetricsSample sampleAt(Instant at, long p95Millis) {
        var p95 = Duration.ofMillis(p95Millis);
        return new MetricsSample(at, 100, Optional.of(new LatencyPercentiles(p95, p95, p95)), new Outcomes(100, 1));
    }

    QueueDepth depth(long ready) {
        return new QueueDepth(time.instant(), ready, 0, Duration.ZERO);
    }

    Spend spent(String last24h) {
        return new Spend(time.instant(), new java.math.BigDecimal(last24h), Optional.empty());
    }

    /** Flags in memory that can refuse to be written, or be outrun. */
    static final class FakeFlags implements FencedFlagStore {
        volatile Optional<LeaseStore> leases = Optional.empty();
        volatile Flags current = Flags.DEFAULTS;
        final AtomicLong version = new AtomicLong();
        volatile boolean unwritable;
        volatile Optional<String> problem = Optional.empty();
        volatile Runnable beforeWrite = () -> {};

        void set(Flags flags) {
            current = flags;
            version.incrementAndGet();
        }

        @Override
        public synchronized FlagReading read() {
            return new FlagReading(current, Long.toString(version.get()), version.get() > 0, problem);
        }

        @Override
        public boolean compareAndSet(FlagReading expected, Flags next) {
            beforeWrite.run();
            if (unwritable) {
                throw new UnavailableException("read-only");
            }
            return replace(expected, next);
        }

        @Override
        public boolean compareAndSet(FlagReading expected, Flags next, Lease under) {
            beforeWrite.run();
            var holder = leases.flatMap(it -> it.holder(under.name()));
            return holder.isPresent() && holder.get().token() <= under.token() && replace(expected, next);
        }

        private synchronized boolean replace(FlagReading expected, Flags next) {
            if (!expected.version().equals(Long.toString(version.get()))) {
                return false;
            }
            set(next);
            return true;
        }
    }

    /** State in memory that can be away. */
    static final class FakeState implements StateStore {
        final Map<String, Versioned> values = new HashMap<>();
        volatile boolean away;
        volatile Consumer<String> beforeRead = key -> {};
        volatile Runnable beforeWrite = () -> {};

        @Override
        public Optional<Versioned> read(String key) {
            beforeRead.accept(key);
            return find(key);
        }

        private synchronized Optional<Versioned> find(String key) {
            if (away) {
                throw new UnavailableException("away");
            }
            return Optional.ofNullable(values.get(key));
        }

        @Override
        public Optional<String> compareAndSet(String key, Optional<String> expected, String value) {
            beforeWrite.run();
            return replace(key, expected, value);
        }

        private synchronized Optional<String> replace(String key, Optional<String> expected, String value) {
            if (away) {
                throw new UnavailableException("away");
            }
            if (!Optional.ofNullable(values.get(key)).map(Versioned::version).equals(expected)) {
                return Optional.empty();
            }
            var next = Integer.toString(expected.map(Integer::parseInt).orElse(0) + 1);
            values.put(key, new Versioned(next, value));
            return Optional.of(next);
        }
    }

    /** A pool that only counts, and can fail. */
    static final class FakePool implements WorkerPool {
        final List<Integer> targets = Collections.synchronizedList(new ArrayList<>());
        volatile int size = 2;
        volatile boolean broken;

        @Override
        public int size() {
            return size;
        }

        @Override
        public Resize resize(int target) {
            if (broken) {
                throw new UnavailableException("no threads");
            }
            targets.add(target);
            var before = size;
            size = target;
            return new Resize(before, target, Math.max(0, before - target));
        }
    }
}
