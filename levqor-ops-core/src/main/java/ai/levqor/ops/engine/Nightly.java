package ai.levqor.ops.engine;

import ai.levqor.ops.engine.Engine.Checkup;
import ai.levqor.ops.engine.Engine.Telling;
import ai.levqor.ops.engine.job.JobStatus;
import ai.levqor.ops.engine.job.Jobs;
import ai.levqor.ops.engine.recovery.RecoveryRequest;
import ai.levqor.ops.engine.recovery.RecoveryWhatIf;
import ai.levqor.ops.engine.summary.ScaleEvent;
import ai.levqor.ops.engine.summary.SummaryContext;
import ai.levqor.ops.engine.summary.SummaryOutlet;
import ai.levqor.ops.engine.summary.SummarySetup;
import ai.levqor.ops.engine.summary.SummarySources;
import ai.levqor.ops.engine.summary.SummaryWork;
import ai.levqor.ops.engine.verify.Check;
import ai.levqor.ops.engine.verify.ClockCheck;
import ai.levqor.ops.engine.verify.DatabaseCheck;
import ai.levqor.ops.engine.verify.DiskCheck;
import ai.levqor.ops.engine.verify.DryRunChecks;
import ai.levqor.ops.engine.verify.FlagsCheck;
import ai.levqor.ops.engine.verify.FleetCheck;
import ai.levqor.ops.engine.verify.ForecastCheck;
import ai.levqor.ops.engine.verify.Integrity;
import ai.levqor.ops.engine.verify.IntegrityNews;
import ai.levqor.ops.engine.verify.JobsCheck;
import ai.levqor.ops.engine.verify.LeaseCheck;
import ai.levqor.ops.engine.verify.MetersCheck;
import ai.levqor.ops.engine.verify.PluginChecks;
import ai.levqor.ops.engine.verify.Punctuality;
import ai.levqor.ops.engine.verify.QueueCheck;
import ai.levqor.ops.engine.verify.ReplayCheck;
import ai.levqor.ops.engine.verify.RetentionCheck;
import ai.levqor.ops.engine.verify.SourceChecks;
import ai.levqor.ops.schedule.Due;
import ai.levqor.ops.schedule.Schedule;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.queue.DeadLetterQueue;
import ai.levqor.ops.spi.state.FireStore;
import ai.levqor.ops.spi.state.FireStore.Entry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Supplier;

/** Joins the summary of the day and the integrity check to the engine whose parts they look at. */
final class Nightly {
    private static final Duration CHECK_DEADLINE = Duration.ofSeconds(10);
    private static final Duration NIGHT = Duration.ofHours(2);
    private static final Duration LONGEST_BETWEEN = Duration.ofDays(8);
    private static final int USER_DAYS = 14;
    private static final int RETENTION_AHEAD = 2;
    private static final int FIRES = 20;
    private static final int DAY_OF_FIRES = 60;
    private static final int DECISIONS = 2_000;
    private static final int INCIDENTS = 100;

    private final Engine engine;
    private final Engine.Surroundings around;
    private final Sources sources;
    private final Supplier<Jobs> jobs;

    /**
     * @param jobs the jobs, once they are made
     */
    Nightly(Engine engine, Engine.Surroundings around, Sources sources, Supplier<Jobs> jobs) {
        this.engine = engine;
        this.around = around;
        this.sources = sources;
        this.jobs = jobs;
    }

    SummaryWork summary(Telling telling, Optional<DeadLetterQueue> deadLetters, SummaryContext context) {
        var outlets = new ArrayList<SummaryOutlet>();
        if (engine.incidents().tells()) {
            outlets.add(SummaryOutlet.alerts(alert -> engine.incidents().tell("summary", alert)));
        }
        telling.channel().map(SummaryOutlet::channel).ifPresent(outlets::add);
        return new SummaryWork(
                new SummarySetup(telling.zone(), around.clock().instant(), telling.spendLimit()),
                new SummarySources(
                        () -> engine.autoscaler().snapshot().signals().metrics(),
                        () -> engine.autoscaler().snapshot().signals().outcomes(),
                        () -> telling.decisions().apply(DECISIONS).stream()
                                .flatMap(line -> ScaleEvent.ofLine(line).stream())
                                .toList(),
                        () -> engine.autoscaler().history(Integer.MAX_VALUE).stream()
                                .map(Nightly::event)
                                .toList(),
                        () -> engine.recovery().incidents(INCIDENTS),
                        () -> waiting(deadLetters),
                        () -> engine.retention().rows(USER_DAYS),
                        engine.costs()::report,
                        () -> jobs.get().all(DAY_OF_FIRES)),
                outlets,
                telling.lines(),
                context);
    }

    private static OptionalLong waiting(Optional<DeadLetterQueue> queue) {
        if (queue.isEmpty()) {
            return OptionalLong.empty();
        }
        var letters = queue.get().deadLetters();
        return OptionalLong.of(letters.dead() + letters.quarantined());
    }

    private static ScaleEvent event(ScaleReport report) {
        var decision = report.decision();
        var applied = report.outcome().result().applied();
        return new ScaleEvent(report.seen().at(), applied ? decision.to() - decision.from() : 0, decision.frozen());
    }

    Integrity integrity(Checkup checkup, DecisionReplay<?> replay, FireStore fires, IntegrityNews news) {
        var clock = around.clock();
        var checks = new ArrayList<Check>(SourceChecks.of(engine::health));
        checks.addAll(PluginChecks.of(checkup.plugIns()));
        checks.add(FlagsCheck.of(sources.flags()));
        checks.add(LeaseCheck.of(fires, UUID.randomUUID().toString(), clock));
        engine.fleet().ifPresent(fleet -> checks.add(FleetCheck.of(fleet)));
        checks.add(QueueCheck.of(
                sources.queueless(), () -> engine.autoscaler().snapshot().seen().queueDepth()));
        checks.add(DatabaseCheck.of(checkup.database()));
        checks.add(RetentionCheck.of(
                () -> engine.retention().rows(RetentionCheck.DAYS),
                () -> engine.retention().ahead(RETENTION_AHEAD),
                () -> nightDue(clock)));
        checks.add(ForecastCheck.of(engine.costs()::report, checkup.forecast(), clock));
        checks.add(DiskCheck.of(checkup.folders(), DiskCheck.LEAST_BYTES));
        checks.add(ClockCheck.of(clock, checkup.clocks(), ClockCheck.MOST));
        checks.add(JobsCheck.of(() -> punctualities(jobs.get(), clock.instant()), clock));
        checks.add(MetersCheck.of(around.registry()));
        checks.add(DryRunChecks.scale(
                engine.autoscaler()::dryRun, () -> List.of(engine.autoscaler().history(1), flagsVersion())));
        checks.add(DryRunChecks.recover(
                () -> engine.recovery().foresee(RecoveryRequest.PLAIN, RecoveryWhatIf.NOTHING),
                () -> List.of(engine.recovery().incidents(1), flagsVersion())));
        checks.add(ReplayCheck.of(checkup.decisions(), replay));
        return new Integrity(checks, CHECK_DEADLINE, clock, around.ticker(), news);
    }

    private String flagsVersion() {
        return sources.flags().read().version();
    }

    /** When the last night should have been over. */
    private Instant nightDue(Clock clock) {
        var now = clock.instant().minus(NIGHT);
        return jobs.get().all(1).stream()
                .filter(job -> job.report().name().equals("retention"))
                .flatMap(job -> job.rules().schedule().stream())
                .flatMap(schedule -> latest(schedule, now).stream())
                .findFirst()
                .orElse(Instant.EPOCH);
    }

    private static Optional<Instant> latest(Schedule schedule, Instant now) {
        return Due.of(schedule, now.minus(LONGEST_BETWEEN), now, LONGEST_BETWEEN.multipliedBy(2))
                .run();
    }

    /** Each job that was due at least once: the last time, or the one that is overdue. */
    private static List<Punctuality> punctualities(Jobs jobs, Instant now) {
        return jobs.isScheduled()
                ? jobs.all(FIRES).stream()
                        .flatMap(job -> punctuality(job, now).stream())
                        .toList()
                : List.of();
    }

    private static Optional<Punctuality> punctuality(JobStatus job, Instant now) {
        var name = job.report().name();
        var fires = job.fires()
                .orElseThrow(() -> new UnavailableException("which jobs ran cannot be read from the fire store now"));
        var overdue = job.next().filter(next -> !next.isAfter(now));
        if (overdue.isPresent()) {
            return Optional.of(new Punctuality(
                    name, overdue.get(), Optional.empty(), job.rules().grace()));
        }
        return fires.stream()
                .max(Comparator.comparing((Entry entry) -> entry.fire().at()))
                .map(entry -> new Punctuality(
                        name,
                        entry.fire().at(),
                        Optional.of(entry.state()),
                        job.rules().grace()));
    }
}
