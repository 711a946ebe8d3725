package ai.levqor.ops;

import static java.util.Objects.requireNonNull;

import ai.levqor.ops.engine.Autoscaler;
import ai.levqor.ops.engine.Engine;
import ai.levqor.ops.engine.Engine.Brain;
import ai.levqor.ops.engine.Engine.Companions;
import ai.levqor.ops.engine.Engine.Counting;
import ai.levqor.ops.engine.Engine.Duties;
import ai.levqor.ops.engine.Engine.Planning;
import ai.levqor.ops.engine.Engine.Rescue;
import ai.levqor.ops.engine.Engine.Spending;
import ai.levqor.ops.engine.Engine.Surroundings;
import ai.levqor.ops.engine.Health;
import ai.levqor.ops.engine.ScaleReport;
import ai.levqor.ops.engine.Sources;
import ai.levqor.ops.engine.StepStateCodec;
import ai.levqor.ops.engine.ask.StateCodec;
import ai.levqor.ops.engine.cost.CostParts;
import ai.levqor.ops.engine.cost.Costs;
import ai.levqor.ops.engine.fleet.FleetParts;
import ai.levqor.ops.engine.job.Jobs;
import ai.levqor.ops.engine.recovery.LineLog;
import ai.levqor.ops.engine.recovery.Recovery;
import ai.levqor.ops.engine.recovery.RecoveryParts;
import ai.levqor.ops.engine.retention.Activity;
import ai.levqor.ops.engine.retention.Retention;
import ai.levqor.ops.engine.retention.RetentionParts;
import ai.levqor.ops.engine.verify.Integrity;
import ai.levqor.ops.local.LatencyRecorder;
import ai.levqor.ops.policy.scale.ScalePolicy;
import ai.levqor.ops.policy.scale.StepPolicy;
import ai.levqor.ops.spi.ConfigurationException;
import ai.levqor.ops.spi.activity.ActivitySource;
import ai.levqor.ops.spi.activity.ActivitySourceProvider;
import ai.levqor.ops.spi.billing.BillingSource;
import ai.levqor.ops.spi.billing.SpendSource;
import ai.levqor.ops.spi.billing.SpendSourceProvider;
import ai.levqor.ops.spi.fleet.FleetBoard;
import ai.levqor.ops.spi.fleet.FleetBoardProvider;
import ai.levqor.ops.spi.host.AlertChannel;
import ai.levqor.ops.spi.host.AlertChannelProvider;
import ai.levqor.ops.spi.host.BackupJob;
import ai.levqor.ops.spi.host.BackupJobProvider;
import ai.levqor.ops.spi.host.ProcessRotation;
import ai.levqor.ops.spi.host.ProcessRotationProvider;
import ai.levqor.ops.spi.host.SelfProbe;
import ai.levqor.ops.spi.host.SummaryChannel;
import ai.levqor.ops.spi.host.SummaryChannelProvider;
import ai.levqor.ops.spi.metrics.MetricsSource;
import ai.levqor.ops.spi.metrics.MetricsSourceProvider;
import ai.levqor.ops.spi.queue.DeadLetterQueue;
import ai.levqor.ops.spi.queue.RestartableWorkerPool;
import ai.levqor.ops.spi.queue.WorkQueue;
import ai.levqor.ops.spi.queue.WorkQueueProvider;
import ai.levqor.ops.spi.queue.WorkerPool;
import ai.levqor.ops.spi.queue.WorkerPoolProvider;
import ai.levqor.ops.spi.state.FireStore;
import ai.levqor.ops.spi.state.FireStoreProvider;
import ai.levqor.ops.spi.state.FlagStore;
import ai.levqor.ops.spi.state.FlagStoreProvider;
import ai.levqor.ops.spi.state.LeaseStore;
import ai.levqor.ops.spi.state.LeaseStoreProvider;
import ai.levqor.ops.spi.state.StateStore;
import ai.levqor.ops.spi.state.StateStoreProvider;
import ai.levqor.ops.store.FileFlagStore;
import ai.levqor.ops.store.FileStateStore;
import ai.levqor.ops.store.ForecastFile;
import ai.levqor.ops.store.ImportedFlags;
import ai.levqor.ops.store.JsonLog;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The autopilot of one backend. Built once and then unchangeable; nothing runs before {@link #start}, and {@link #close}
 * ends everything.
 *
 * <p><b>Threading:</b> safe for many threads.
 */
public final class LevqorOps implements AutoCloseable {
    private final OpsSettings settings;
    private final LatencyRecorder recorder;
    private final Engine engine;
    private final PlugIns made;

    private LevqorOps(OpsSettings settings, LatencyRecorder recorder, Engine engine, PlugIns made) {
        this.made = made;
        this.settings = settings;
        this.recorder = recorder;
        this.engine = engine;
    }

    /** A builder; every part has a default, and the defaults act on nothing. */
    public static Builder builder() {
        return new Builder();
    }

    /** Begins to tick on a daemon thread, at once and then every {@code OPS_TICK_EVERY}. Starting twice changes nothing. */
    public void start() {
        engine.start();
    }

    /**
     * Makes one step by hand, as the loop does: observes, decides, acts if {@code AUTOSCALE_ENABLED} is on, records, and
     * lets the watchdog judge the objectives if its tick has come, and writes what activity was recorded.
     * What a policy of your own throws comes out here.
     */
    public ScaleReport tick() {
        return engine.tick();
    }

    /** What scales the workers: dry run, apply, history. */
    public Autoscaler autoscaler() {
        return engine.autoscaler();
    }

    /** What recovers from incidents: by request, in a dry run; the incidents there were. */
    public Recovery recovery() {
        return engine.recovery();
    }

    /** Where the host says which of its users are active, if it has no log of that. */
    public Activity activity() {
        return engine.retention().activity();
    }

    /** What counts active users: what is known of them, a night by hand, how the nights went. */
    public Retention retention() {
        return engine.retention();
    }

    /** What the backend costs: what is known of it, the forecast, the job that writes it to its file. */
    public Costs costs() {
        return engine.costs();
    }

    /** What the last integrity check has found, and a check by hand. */
    public Integrity integrity() {
        return engine.integrity();
    }

    /** What runs at its times, once in a fleet: what became of it, a run by hand, the tasks for a scheduler of the host. */
    public Jobs jobs() {
        return engine.jobs();
    }

    /** Where requests and jobs are recorded. The filter records requests by itself. */
    public LatencyRecorder recorder() {
        return recorder;
    }

    /** How the autopilot and its sources fare. */
    public Health health() {
        return engine.health();
    }

    /** The settings it was built with. */
    public OpsSettings settings() {
        return settings;
    }

    /**
     * Ends the loop and everything it asks, within five seconds whatever a source does, and closes what plug-ins have made.
     * Queue, pool and the like that were given are the host's, and stay open. Closing twice is harmless.
     */
    @Override
    public void close() {
        engine.close();
        made.close();
    }

    @Override
    public String toString() {
        return "LevqorOps[" + settings + "]";
    }

    /**
     * Puts an autopilot together. An instance given here wins over a plug-in on the class path, and a plug-in over the
     * local default: flags and state in files, latency from {@link #recorder}.
     *
     * <p><b>Threading:</b> for one thread. May build more than once.
     */
    public static final class Builder {
        private final Map<String, String> overrides = new HashMap<>();
        private @Nullable OpsSettings settings;
        private Clock clock = Clock.systemUTC();
        private LongSupplier ticker = System::nanoTime;
        private MeterRegistry meters = new CompositeMeterRegistry();
        private Consumer<ScaleReport> listener = report -> {};
        private @Nullable LatencyRecorder recorder;
        private @Nullable MetricsSource metrics;
        private @Nullable WorkQueue queue;
        private boolean queueless;
        private @Nullable WorkerPool workers;
        private @Nullable SpendSource spend;
        private final List<BillingSource> billing = new ArrayList<>();
        private @Nullable ProcessRotation rotation;
        private @Nullable SelfProbe probe;
        private @Nullable AlertChannel alerts;
        private @Nullable FlagStore flags;
        private @Nullable StateStore state;
        private @Nullable BackupJob backup;
        private @Nullable SummaryChannel summaries;
        private @Nullable FireStore fires;
        private @Nullable FleetParts fleet;
        private @Nullable DataSource database;
        private @Nullable ActivitySource activity;
        private @Nullable CustomPolicy<?> policy;

        private Builder() {}

        /** Settings instead of those of the environment. */
        public Builder settings(OpsSettings settings) {
            this.settings = requireNonNull(settings, "settings");
            return this;
        }

        /** One setting, by its environment variable; wins over everything else. */
        public Builder setting(String variable, String value) {
            overrides.put(requireNonNull(variable, "variable"), requireNonNull(value, "value"));
            return this;
        }

        /** Where requests and jobs are recorded, if the host made it. Defaults to one of its own. */
        public Builder recorder(LatencyRecorder recorder) {
            this.recorder = requireNonNull(recorder, "recorder");
            return this;
        }

        /**
         * Where request latency comes from, if not from the recorder. The outcomes of jobs that the recorder is told are
         * added to what this source reports.
         */
        public Builder metrics(MetricsSource metrics) {
            this.metrics = requireNonNull(metrics, "metrics");
            return this;
        }

        /** The queue whose depth counts. If it is a {@link DeadLetterQueue}, a recovery redrives its dead letters. */
        public Builder queue(WorkQueue queue) {
            this.queue = requireNonNull(queue, "queue");
            this.queueless = false;
            return this;
        }

        /** Declares that this backend has no queue. Else a missing queue is unknown, and nothing is ever scaled down. */
        public Builder withoutQueue() {
            this.queueless = true;
            this.queue = null;
            return this;
        }

        /**
         * The pool that follows {@code WORKER_COUNT}: the graceful reload hook. Without one, only the flag is written. If it
         * is a {@link RestartableWorkerPool}, a recovery restarts it.
         */
        public Builder workers(WorkerPool workers) {
            this.workers = requireNonNull(workers, "workers");
            return this;
        }

        /**
         * Something that the backend pays for, day by day; may be called for several. Beside these there are the plug-ins whose
         * settings are there (Stripe, OpenAI, a file), a table of the database, and the prices of {@code OPS_COST_FIXED}.
         */
        public Builder billing(BillingSource source) {
            billing.add(requireNonNull(source, "source"));
            return this;
        }

        /** What the backend spends, for the cost guard. Defaults to what the sources of costs tell. */
        public Builder spend(SpendSource spend) {
            this.spend = requireNonNull(spend, "spend");
            return this;
        }

        /** What replaces the process at the end of a recovery, if {@code NEW_QUEUE_ENABLED} is on. Defaults to nothing. */
        public Builder rotation(ProcessRotation rotation) {
            this.rotation = requireNonNull(rotation, "rotation");
            return this;
        }

        /** What the availability is measured by. Defaults to nothing: it is not judged then. */
        public Builder probe(SelfProbe probe) {
            this.probe = requireNonNull(probe, "probe");
            return this;
        }

        /** Where people are told of incidents. Defaults to Telegram, if its two settings are there. */
        public Builder alerts(AlertChannel alerts) {
            this.alerts = requireNonNull(alerts, "alerts");
            return this;
        }

        /** Where the flags are kept. Defaults to the file of {@code OPS_FLAGS_FILE}. */
        public Builder flags(FlagStore flags) {
            this.flags = requireNonNull(flags, "flags");
            return this;
        }

        /** Where the policies' memory is kept. Defaults to files in {@code OPS_STATE_DIR}. */
        public Builder state(StateStore state) {
            this.state = requireNonNull(state, "state");
            return this;
        }

        /** The host's backup, which runs once a week. Defaults to the command of {@code OPS_BACKUP_COMMAND}. */
        public Builder backup(BackupJob backup) {
            this.backup = requireNonNull(backup, "backup");
            return this;
        }

        /** Where the summary of the day goes, beside the alerts: by e-mail, say. Defaults to nowhere. */
        public Builder summaries(SummaryChannel summaries) {
            this.summaries = requireNonNull(summaries, "summaries");
            return this;
        }

        /** Where it is kept that a job ran. Defaults to the database, and without one to the state store. */
        public Builder fires(FireStore fires) {
            this.fires = requireNonNull(fires, "fires");
            return this;
        }

        /**
         * Where the instances of a fleet tell each other what they see, and where it is decided who leads; flags, state and fires
         * must be shared by them too. Defaults to Redis, if its setting is there; without, this instance is alone.
         */
        public Builder fleet(FleetBoard board, LeaseStore leases) {
            this.fleet = new FleetParts(board, leases);
            return this;
        }

        /**
         * The host's database. Active users are counted from its table {@code OPS_ACTIVITY_TABLE}; without that setting,
         * what {@link LevqorOps#activity} is told is kept there, in the table {@code levqor_activity}. Nothing is asked of
         * it before that is needed.
         */
        public Builder database(DataSource database) {
            this.database = requireNonNull(database, "database");
            return this;
        }

        /** The log that active users are counted from. Defaults to the database; without one, to memory. */
        public Builder activitySource(ActivitySource activity) {
            this.activity = requireNonNull(activity, "activity");
            return this;
        }

        /** A policy of your own instead of the step policy. */
        public <S> Builder policy(ScalePolicy<S> policy, StateCodec<S> codec) {
            this.policy = new CustomPolicy<>(requireNonNull(policy, "policy"), requireNonNull(codec, "codec"));
            return this;
        }

        /** Where the meters go. Defaults to nowhere. */
        public Builder meters(MeterRegistry meters) {
            this.meters = requireNonNull(meters, "meters");
            return this;
        }

        /** Is told each decision, on the thread that made it. What it throws is counted and logged; it must be quick. */
        public Builder onDecision(Consumer<ScaleReport> listener) {
            this.listener = requireNonNull(listener, "listener");
            return this;
        }

        /** The one clock. Defaults to the system's, in UTC. */
        public Builder clock(Clock clock) {
            this.clock = requireNonNull(clock, "clock");
            return this;
        }

        /** Nanoseconds that only go forward, for elapsed time. Defaults to {@link System#nanoTime}. */
        public Builder ticker(LongSupplier ticker) {
            this.ticker = requireNonNull(ticker, "ticker");
            return this;
        }

        /**
         * Builds the autopilot; it does not start it.
         *
         * @throws ai.levqor.ops.spi.ConfigurationException if a setting, a plug-in or the flags file is wrong: the
         *     message names it, its rule and the fix
         */
        public LevqorOps build() {
            var all = (settings == null ? OpsSettings.fromEnvironment() : settings).with(overrides);
            var kept = recorder == null
                    ? new LatencyRecorder(clock, ticker, all.latencyWindow(), all.failureWindow())
                    : recorder;
            var parts = new PlugIns(all);
            var chosenMetrics = parts.find(metrics, MetricsSourceProvider.class, OpsSetting.METRICS_SOURCE);
            var sources = new Sources(
                    chosenMetrics.orElse(kept),
                    chosenMetrics.map(other -> kept.jobs()),
                    queueless ? Optional.empty() : parts.find(queue, WorkQueueProvider.class, OpsSetting.QUEUE),
                    queueless,
                    parts.find(workers, WorkerPoolProvider.class, OpsSetting.WORKER_POOL),
                    parts.find(spend, SpendSourceProvider.class, OpsSetting.SPEND_SOURCE),
                    flags(parts, all),
                    parts.find(state, StateStoreProvider.class, OpsSetting.STATE_STORE)
                            .orElseGet(() -> new FileStateStore(all.stateDir())));
            var decisions = new JsonLog(all.logDir().resolve("decisions.jsonl"));
            var around = new Surroundings(clock, ticker, meters, Optional.of(decisions::append), listener);
            var rescue = rescue(all, sources, parts);
            var counting = counting(all, parts);
            var spending = spending(all);
            var nights = new Nights(all, database);
            var planning = new Planning(
                    all.jobs(),
                    fires(parts, all, sources),
                    nights.backup(parts.find(backup, BackupJobProvider.class, OpsSetting.BACKUP)),
                    nights.telling(
                            parts.find(summaries, SummaryChannelProvider.class, OpsSetting.SUMMARY_CHANNEL), decisions),
                    nights.checkup(sources, rescue, counting, spending, decisions));
            var duties = new Duties(
                    rescue, counting, spending, planning, companions(parts).map(it -> new Companions(all.fleet(), it)));
            return new LevqorOps(all, kept, Engine.of(all.engine(), around, brain(all), sources, duties), parts);
        }

        private FlagStore flags(PlugIns parts, OpsSettings settings) {
            return flags != null
                    ? flags
                    : parts.find(flags, FlagStoreProvider.class, OpsSetting.FLAG_STORE)
                            .<FlagStore>map(kept -> new ImportedFlags(kept, settings.flagsFile()))
                            .orElseGet(() -> fileFlags(settings));
        }

        /** A store that is named for the jobs wins over a plug-in that nobody has named. */
        private FireStore fires(PlugIns parts, OpsSettings settings, Sources sources) {
            var free = fires != null
                    || parts.isNamed(OpsSetting.FIRE_STORE)
                    || settings.jobsStore() == JobSettings.Store.AUTO;
            return (free
                            ? parts.find(fires, FireStoreProvider.class, OpsSetting.FIRE_STORE)
                            : Optional.<FireStore>empty())
                    .orElseGet(() -> KeptFires.of(settings, database, sources.state(), clock, ticker));
        }

        private Optional<FleetParts> companions(PlugIns parts) {
            if (fleet != null) {
                return Optional.of(fleet);
            }
            var board = parts.find(null, FleetBoardProvider.class, OpsSetting.FLEET_BOARD);
            return board.map(it -> new FleetParts(
                    it,
                    parts.<LeaseStore, LeaseStoreProvider>find(null, LeaseStoreProvider.class, OpsSetting.LEASE_STORE)
                            .orElseThrow(() -> new ConfigurationException(
                                    "there is a plug-in for a fleet's board, and none for its leases"))));
        }

        private Rescue rescue(OpsSettings settings, Sources sources, PlugIns plugIns) {
            var parts = new RecoveryParts(
                    sources.queue().filter(DeadLetterQueue.class::isInstance).map(DeadLetterQueue.class::cast),
                    sources.workers()
                            .filter(RestartableWorkerPool.class::isInstance)
                            .map(RestartableWorkerPool.class::cast),
                    plugIns.find(rotation, ProcessRotationProvider.class, OpsSetting.PROCESS_ROTATION),
                    Optional.ofNullable(probe),
                    plugIns.find(alerts, AlertChannelProvider.class, OpsSetting.ALERT_CHANNEL));
            var log = new JsonLog(settings.logDir().resolve("incidents.log"));
            return new Rescue(settings.incidents(), parts, new LineLog(log::append, log::tail));
        }

        private Counting counting(OpsSettings settings, PlugIns parts) {
            var given = parts.find(activity, ActivitySourceProvider.class, OpsSetting.ACTIVITY_SOURCE);
            return new Counting(
                    settings.retention(),
                    given.map(RetentionParts::of).orElseGet(() -> CountedLogs.of(settings, database, clock)));
        }

        private Spending spending(OpsSettings settings) {
            var sources = BilledSources.of(settings, billing, database);
            var file = new ForecastFile(settings.forecastFile());
            var lines = new JsonLog(settings.logDir().resolve("forecasts.jsonl"));
            return new Spending(settings.costs(), new CostParts(sources, forecast -> {
                file.write(forecast);
                lines.append(forecast);
            }));
        }

        private static FlagStore fileFlags(OpsSettings settings) {
            var store = new FileFlagStore(settings.flagsFile());
            store.check();
            return store;
        }

        private Brain<?> brain(OpsSettings settings) {
            var maxAge = settings.step().pace().maxAge();
            var limited = settings.dailySpendLimit().isPresent();
            return policy == null
                    ? new Brain<>(new StepPolicy(settings.step()), new StepStateCodec(), maxAge, limited)
                    : policy.brain(maxAge, limited);
        }

        private record CustomPolicy<S>(ScalePolicy<S> policy, StateCodec<S> codec) {
            Brain<S> brain(Duration maxAge, boolean limited) {
                return new Brain<>(policy, codec, maxAge, limited);
            }
        }
    }
}
