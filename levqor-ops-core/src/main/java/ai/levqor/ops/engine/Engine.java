package ai.levqor.ops.engine;

import ai.levqor.ops.engine.SourceHealth.Status;
import ai.levqor.ops.engine.ask.DeadlineCaller;
import ai.levqor.ops.engine.ask.FaultLog;
import ai.levqor.ops.engine.ask.Memory;
import ai.levqor.ops.engine.ask.StateCodec;
import ai.levqor.ops.engine.backup.BackupWork;
import ai.levqor.ops.engine.backup.BackupWork.Backup;
import ai.levqor.ops.engine.cost.CostContext;
import ai.levqor.ops.engine.cost.CostParts;
import ai.levqor.ops.engine.cost.CostSetup;
import ai.levqor.ops.engine.cost.Costs;
import ai.levqor.ops.engine.fleet.Fleet;
import ai.levqor.ops.engine.fleet.FleetContext;
import ai.levqor.ops.engine.fleet.FleetParts;
import ai.levqor.ops.engine.fleet.FleetSetup;
import ai.levqor.ops.engine.fleet.Standing;
import ai.levqor.ops.engine.fleet.StoreGrade;
import ai.levqor.ops.engine.job.JobSetup;
import ai.levqor.ops.engine.job.Jobs;
import ai.levqor.ops.engine.job.Jobs.Planned;
import ai.levqor.ops.engine.recovery.Incidents;
import ai.levqor.ops.engine.recovery.LineLog;
import ai.levqor.ops.engine.recovery.Recovery;
import ai.levqor.ops.engine.recovery.RecoveryContext;
import ai.levqor.ops.engine.recovery.RecoveryParts;
import ai.levqor.ops.engine.recovery.RecoverySetup;
import ai.levqor.ops.engine.retention.Retention;
import ai.levqor.ops.engine.retention.RetentionContext;
import ai.levqor.ops.engine.retention.RetentionParts;
import ai.levqor.ops.engine.retention.RetentionSetup;
import ai.levqor.ops.engine.summary.SummaryContext;
import ai.levqor.ops.engine.summary.SummaryWork;
import ai.levqor.ops.engine.verify.Integrity;
import ai.levqor.ops.engine.verify.IntegrityNews;
import ai.levqor.ops.engine.verify.IntegrityWork;
import ai.levqor.ops.policy.scale.ScalePolicy;
import ai.levqor.ops.spi.SelfCheck;
import ai.levqor.ops.spi.ServerCondition.Durability;
import ai.levqor.ops.spi.host.SummaryChannel;
import ai.levqor.ops.spi.state.FireStore;
import ai.levqor.ops.store.JsonLog.Tail;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.MeterRegistry;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Runs the loop: observe, decide, act, record. Nothing runs by itself before {@link #start}.
 *
 * <p><b>Threading:</b> safe for many threads.
 */
public final class Engine implements AutoCloseable {
    private static final String STATE_KEY = "scale";
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration BEAT_EVERY = Duration.ofSeconds(1);

    private final EngineSettings settings;
    private final Surroundings around;
    private final DeadlineCaller caller;
    private final FaultLog faults;
    private final EngineMeters meters;
    private final Optional<Fleet> fleet;
    private final StoreGrade grade;
    private final Autoscaler autoscaler;
    private final Incidents incidents;
    private final IncidentSignals incidentSignals;
    private final Retention retention;
    private final Costs costs;
    private final OwnJobs own;
    private final Integrity integrity;
    private final Jobs jobs;
    private final Loop loop = new Loop();
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final ReentrantLock watching = new ReentrantLock();
    private volatile long lastTick;

    private Engine(EngineSettings settings, Surroundings around, Brain<?> brain, Sources given, Duties duties) {
        this.settings = settings;
        this.around = around;
        this.caller = new DeadlineCaller(settings.sourceDeadline());
        this.meters = new EngineMeters(around.registry());
        this.faults = new FaultLog(meters::fault);
        this.costs = Costs.of(
                duties.costs().setup(),
                duties.costs().parts(),
                new CostContext(around.clock(), around.registry(), caller, faults, given.state(), meters::forecast));
        costs.faultNames().forEach(meters::expect);
        this.fleet = duties.companions()
                .map(it -> new Fleet(
                        it.setup(),
                        it.parts(),
                        given.metrics(),
                        given.jobs(),
                        given.workers(),
                        new FleetContext(around.clock(), around.ticker(), around.registry(), caller, faults)));
        this.grade = new StoreGrade(given.state(), caller, around.ticker());
        var standing = fleet.<Standing>map(it -> it).orElse(Standing.ALONE);
        var signals = fleet.map(given::together).orElse(given);
        var sources = given.spend().isEmpty() && costs.isConfigured() ? signals.spending(costs::spend) : signals;
        var judge = new SourceJudge(brain.maxAge(), needed(brain, sources), faults);
        this.autoscaler = new Autoscaler(
                new Observer(sources, caller, around.clock(), judge, standing),
                runner(brain, sources),
                new Actor(sources.flags(), sources.workers(), caller, faults, standing),
                new DecisionRecorder(meters, faults, caller, around.decisionLog(), around.listener()),
                new Autoscaler.Pace(around.ticker(), settings.snapshotFor().toNanos(), settings.historySize()));
        this.incidentSignals = new IncidentSignals(brain.maxAge());
        this.incidents = Incidents.of(
                duties.rescue().setup(),
                duties.rescue().parts(),
                sources.state(),
                duties.rescue().lines(),
                new RecoveryContext(
                        around.clock(),
                        around.ticker(),
                        around.registry(),
                        caller,
                        faults,
                        () -> incidentSignals.of(autoscaler.look())));
        this.retention = Retention.of(
                duties.counting().setup(),
                duties.counting().parts(),
                sources.state(),
                new RetentionContext(around.clock(), around.registry(), caller, faults));
        this.own = new OwnJobs(around.clock(), faults, around.registry());
        var planning = duties.planning();
        var nightly = new Nightly(this, around, sources, this::jobs);
        this.integrity = nightly.integrity(
                planning.checkup(),
                replay(brain),
                planning.fires(),
                new IntegrityNews(alert -> incidents.tell("integrity", alert), sources.state(), caller, faults));
        var summary = nightly.summary(
                planning.telling(),
                duties.rescue().parts().deadLetters(),
                new SummaryContext(around.clock(), sources.state(), caller, faults));
        this.jobs = new Jobs(
                planned(planning.setup(), summary, new BackupWork(planning.backup(), around.ticker())),
                planning.setup().how(),
                planning.fires(),
                new Jobs.Around(around.clock(), around.ticker(), around.registry(), caller, faults));
        jobs.names().forEach(meters::expect);
    }

    private static <S> DecisionReplay<S> replay(Brain<S> brain) {
        return new DecisionReplay<>(brain.policy(), brain.codec());
    }

    private List<Planned> planned(JobSetup setup, SummaryWork summary, BackupWork backup) {
        var times = setup.times();
        return List.of(
                new Planned(retention.nightly(), setup.repeatable(times.retention())),
                new Planned(own.of(new WatchdogWork(this::judge)), setup.watchdog()),
                new Planned(own.of(summary), setup.repeatable(times.summary())),
                new Planned(own.of(backup), setup.backup()),
                new Planned(costs.weekly(), setup.repeatable(times.costForecast())),
                new Planned(own.of(new IntegrityWork(integrity)), setup.answering(times.integrity())));
    }

    /** An engine that has not started. */
    public static Engine of(
            EngineSettings settings, Surroundings around, Brain<?> brain, Sources sources, Duties duties) {
        return new Engine(settings, around, brain, sources, duties);
    }

    private <S> PolicyRunner<S> runner(Brain<S> brain, Sources sources) {
        var memory = new Memory<>(STATE_KEY, brain.policy().start(), brain.codec(), sources.state(), caller, faults);
        return new PolicyRunner<>(brain.policy(), memory);
    }

    private static Set<String> needed(Brain<?> brain, Sources sources) {
        var needed = new HashSet<String>();
        if (!sources.queueless()) {
            needed.add("queue");
        }
        if (brain.spendMatters()) {
            needed.add("spend");
        }
        return needed;
    }

    /** What scales the workers. */
    public Autoscaler autoscaler() {
        return autoscaler;
    }

    /** What recovers from incidents. */
    public Recovery recovery() {
        return incidents.recovery();
    }

    /** What counts active users. */
    public Retention retention() {
        return retention;
    }

    /** What the backend costs. */
    public Costs costs() {
        return costs;
    }

    /** What is against incidents, with its alerts. */
    Incidents incidents() {
        return incidents;
    }

    /** What looks whether all that is needed some day would work now. */
    public Integrity integrity() {
        return integrity;
    }

    /** The other instances; empty if there cannot be any. */
    Optional<Fleet> fleet() {
        return fleet;
    }

    /** What runs at its times, or when somebody asks. */
    public Jobs jobs() {
        return jobs;
    }

    /**
     * Makes one step by hand, as the loop does: scales, lets the watchdog judge if its tick has come, and writes what
     * activity was recorded, and begins to read costs that are due.
     */
    public ScaleReport tick() {
        try {
            fleet.ifPresent(Fleet::beat);
            return autoscaler.apply();
        } finally {
            watch();
            retention.tend();
            costs.tend();
            lastTick = around.ticker().getAsLong();
        }
    }

    /**
     * A watchdog in trouble keeps nobody from scaling. One look at a time is enough: whoever ticks while another thread is at
     * it leaves the judgement of this moment to that one.
     */
    private void watch() {
        if (!watching.tryLock()) {
            return;
        }
        try {
            incidents.watch(incidentSignals.of(autoscaler.lastSeen()));
            faults.over("watchdog");
        } catch (RuntimeException e) {
            faults.fault("watchdog", "failed", Optional.of(e));
        } finally {
            watching.unlock();
        }
    }

    /** What the watchdog's job does: a fresh look, after whoever is at it now. What fails comes out. */
    private void judge() {
        watching.lock();
        try {
            incidents.watch(incidentSignals.of(autoscaler.look()));
        } finally {
            watching.unlock();
        }
    }

    /** Begins to tick, at once and then every {@link EngineSettings#tickEvery}. Starting twice changes nothing. */
    public void start() {
        if (closed.get()) {
            throw new IllegalStateException("a closed engine cannot start again; build a new one");
        }
        if (started.compareAndSet(false, true)) {
            lastTick = around.ticker().getAsLong();
            fleet.ifPresent(it -> loop.every(BEAT_EVERY, guarded("beat", this::beat)));
            loop.every(settings.tickEvery(), guarded("tick", this::tick));
            loop.every(settings.followEvery(), guarded("follow", this::follow));
            loop.every(LOOK_EVERY, guarded("schedule", jobs::look));
        }
    }

    /** Whoever comes or goes changes the shares of the others, who follow at once. */
    private void beat() {
        if (fleet.orElseThrow().beat()) {
            autoscaler.followFlags();
        }
    }

    private void follow() {
        autoscaler.followFlags();
        retention.hurry();
    }

    /** What one run throws is counted, logged when it begins, and never ends the loop. */
    private Runnable guarded(String name, Runnable run) {
        return () -> {
            try {
                run.run();
                faults.over(name);
            } catch (Throwable e) {
                meters.tickFailed();
                faults.fault(name, "failed", Optional.of(e));
            }
        };
    }

    /** How the engine and its sources fare. Asks them, unless they were asked a moment ago. */
    public Health health() {
        var snapshot = autoscaler.snapshot();
        var sources = new LinkedHashMap<String, SourceHealth>();
        snapshot.signals().sources().forEach(it -> sources.put(it.name(), it));
        faults.standing()
                .forEach((name, detail) -> sources.putIfAbsent(name, new SourceHealth(name, Status.DEGRADED, detail)));
        incidents
                .recovery()
                .trouble()
                .ifPresent(detail -> sources.put("recovery", new SourceHealth("recovery", Status.DEGRADED, detail)));
        grade.known().ifPresent(it -> sources.put("durability", durability(it)));
        sources.put("loop", loopHealth());
        if (snapshot.flags().isEmpty()) {
            sources.put("flags", new SourceHealth("flags", Status.DOWN, "unreadable"));
        }
        var worst = sources.values().stream()
                .map(SourceHealth::status)
                .max(Enum::compareTo)
                .orElse(Status.UP);
        return new Health(worst, snapshot.seen().at(), new ArrayList<>(sources.values()));
    }

    /** A store that may lose minutes is told of all the time: it is a choice that somebody should have made. */
    private static SourceHealth durability(Durability grade) {
        var poor = grade == Durability.NONE || grade == Durability.SNAPSHOTS;
        return new SourceHealth(
                "durability", poor ? Status.DEGRADED : Status.UP, grade.name().toLowerCase(Locale.ROOT));
    }

    private SourceHealth loopHealth() {
        if (closed.get()) {
            return new SourceHealth("loop", Status.DOWN, "closed");
        }
        var late = settings.tickEvery()
                .multipliedBy(3)
                .plus(settings.sourceDeadline().multipliedBy(6));
        if (started.get()
                && Duration.ofNanos(around.ticker().getAsLong() - lastTick).compareTo(late) > 0) {
            return new SourceHealth("loop", Status.DOWN, "has not ticked for long");
        }
        return new SourceHealth("loop", Status.UP, started.get() ? "" : "not started");
    }

    /** Ends the loop and everything it asks, within five seconds whatever a source does. Closing twice is harmless. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            faults.close();
            retention.end();
            costs.end();
            own.end();
            integrity.close();
            incidents.close();
            retention.close();
            costs.close();
            own.close();
            fleet.ifPresent(Fleet::close);
            caller.close();
            loop.close();
            meters.close();
        }
    }

    /**
     * What decides.
     *
     * @param policy the policy
     * @param codec how its state is kept
     * @param maxAge a sample older than this is reported as stale
     * @param spendMatters whether a spend limit is set, so that a missing spend source is worth a word
     */
    public record Brain<S>(ScalePolicy<S> policy, StateCodec<S> codec, Duration maxAge, boolean spendMatters) {}

    /**
     * What there is against incidents.
     *
     * @param setup the numbers
     * @param parts what a recovery can use
     * @param lines where incidents are written
     */
    public record Rescue(RecoverySetup setup, RecoveryParts parts, LineLog lines) {}

    /**
     * What active users are counted with.
     *
     * @param setup the numbers
     * @param parts what they are counted from
     */
    public record Counting(RetentionSetup setup, RetentionParts parts) {}

    /**
     * What costs are reckoned with.
     *
     * @param setup the numbers
     * @param parts what they are read from
     */
    public record Spending(CostSetup setup, CostParts parts) {}

    /**
     * What jobs run with.
     *
     * @param setup the numbers
     * @param fires where it is kept that they ran
     * @param backup the host's backup
     * @param telling what the summary needs of the host
     * @param checkup what the integrity check needs of the host
     */
    public record Planning(
            JobSetup setup, FireStore fires, Optional<Backup> backup, Telling telling, Checkup checkup) {}

    /**
     * What the summary of the day needs of the host.
     *
     * @param zone whose date it has
     * @param channel where it goes beside the alerts
     * @param lines takes a line for each summary
     * @param decisions the last lines of the decision log, so many at the most
     * @param spendLimit what may be spent a day
     */
    public record Telling(
            ZoneId zone,
            Optional<SummaryChannel> channel,
            Consumer<ObjectNode> lines,
            IntFunction<List<ObjectNode>> decisions,
            Optional<BigDecimal> spendLimit) {}

    /**
     * What the integrity check needs of the host.
     *
     * @param folders where files are written, by a word for each
     * @param database what the database is used for, by a word for each; empty without one
     * @param clocks what tells another time, by a word for each
     * @param plugIns the parts that may be able to check themselves, by a word for each
     * @param decisions the end of the decision log
     * @param forecast what the job has written last
     */
    public record Checkup(
            Map<String, Path> folders,
            Map<String, SelfCheck> database,
            Map<String, Callable<Instant>> clocks,
            Map<String, Object> plugIns,
            IntFunction<Tail> decisions,
            Supplier<Optional<ObjectNode>> forecast) {}

    /**
     * What there is to do beside scaling.
     *
     * @param rescue against incidents
     * @param counting active users
     * @param costs what the backend costs
     * @param planning what runs at its times
     * @param companions what it is among others with; empty if it is alone
     */
    public record Duties(
            Rescue rescue, Counting counting, Spending costs, Planning planning, Optional<Companions> companions) {}

    /**
     * What makes this instance one of several.
     *
     * @param setup the numbers
     * @param parts what they share
     */
    public record Companions(FleetSetup setup, FleetParts parts) {}

    /**
     * What the engine lives in.
     *
     * @param clock the one clock; read in the engine only
     * @param ticker nanoseconds that only go forward, for elapsed time
     * @param registry where the meters are registered
     * @param decisionLog takes a line for each decision that changed something; empty keeps none
     * @param listener is told each decision after it was recorded, on the thread that made it
     */
    public record Surroundings(
            Clock clock,
            LongSupplier ticker,
            MeterRegistry registry,
            Optional<Consumer<ObjectNode>> decisionLog,
            Consumer<ScaleReport> listener) {}
}
