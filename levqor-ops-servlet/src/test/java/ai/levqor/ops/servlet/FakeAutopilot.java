package ai.levqor.ops.servlet;

import ai.levqor.ops.engine.Health;
import ai.levqor.ops.engine.ScaleReport;
import ai.levqor.ops.engine.ScaleReport.Result;
import ai.levqor.ops.engine.SourceHealth;
import ai.levqor.ops.engine.SourceHealth.Status;
import ai.levqor.ops.engine.WhatIf;
import ai.levqor.ops.engine.cost.CostReport;
import ai.levqor.ops.engine.job.Job.Ending;
import ai.levqor.ops.engine.job.JobReport;
import ai.levqor.ops.engine.job.JobRules;
import ai.levqor.ops.engine.job.JobRun;
import ai.levqor.ops.engine.job.JobRun.Outcome;
import ai.levqor.ops.engine.job.JobStatus;
import ai.levqor.ops.engine.recovery.RecoveryReport;
import ai.levqor.ops.engine.recovery.RecoveryRequest;
import ai.levqor.ops.engine.recovery.RecoveryWhatIf;
import ai.levqor.ops.engine.retention.CohortReport;
import ai.levqor.ops.engine.retention.RetentionReport;
import ai.levqor.ops.engine.verify.IntegrityReport;
import ai.levqor.ops.schedule.Daily;
import ai.levqor.ops.schedule.Schedule;
import ai.levqor.ops.servlet.http.IdempotentAnswers;
import ai.levqor.ops.servlet.http.OpsHttp;
import ai.levqor.ops.servlet.http.TokenGate;
import ai.levqor.ops.servlet.route.Autopilot;
import ai.levqor.ops.servlet.route.JobsDesk;
import ai.levqor.ops.servlet.route.OpsRoutes;
import ai.levqor.ops.servlet.route.RecoveryDesk;
import ai.levqor.ops.servlet.route.RetentionDesk;
import ai.levqor.ops.servlet.route.VerifyDesk;
import ai.levqor.ops.spi.state.FireStore.Entry;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** An autopilot that says what a test tells it to say, behind a real filter. */
final class FakeAutopilot {
    static final String TOKEN = "correct-horse-battery";
    static final String OLD_TOKEN = "staple-of-yesteryear";

    final FakeTime time;
    final BlockingQueue<Measured> measured = new LinkedBlockingQueue<>();
    final BlockingQueue<WhatIf> asked = new LinkedBlockingQueue<>();
    final BlockingQueue<Integer> limits = new LinkedBlockingQueue<>();
    final AtomicInteger applied = new AtomicInteger();

    /** How many handlers are meant to throw in this test. */
    final AtomicInteger failures = new AtomicInteger();

    volatile List<String> tokens = List.of(TOKEN, OLD_TOKEN);
    volatile boolean publicReads = true;
    volatile ScaleReport dryRun = Reports.stepUp(Result.NOT_ASKED);
    volatile Supplier<ScaleReport> apply = () -> Reports.stepUp(Result.APPLIED);
    volatile List<ScaleReport> history = List.of(Reports.stepUp(Result.APPLIED), Reports.blind());
    volatile Status health = Status.UP;
    volatile Function<RecoveryRequest, RecoveryReport> recover = Reports::recovered;
    volatile BiFunction<RecoveryRequest, RecoveryWhatIf, RecoveryReport> plan = Reports::planned;
    volatile Supplier<Optional<RecoveryReport>> cancel = Optional::empty;
    volatile Supplier<Optional<Boolean>> release = () -> Optional.of(true);

    volatile IntFunction<RetentionReport> rows = ActiveUsers::rows;
    volatile IntFunction<CohortReport> cohorts = ActiveUsers::cohorts;
    volatile Supplier<JobRun> runJob = () -> ActiveUsers.run(Outcome.DONE);
    volatile Supplier<JobReport> job = ActiveUsers::job;
    final AtomicLong changes = new AtomicLong();

    volatile Supplier<CostReport> costs = CostReports::ofTwo;
    volatile Supplier<JobRun> runForecast = () -> ActiveUsers.run(Outcome.DONE);
    volatile JobReport forecastJob = new JobReport("cost-forecast", Optional.empty(), List.of());
    volatile Supplier<JobRun> runVerify = () -> ActiveUsers.run(Outcome.DONE);
    volatile Optional<IntegrityReport> verified = Optional.empty();
    volatile Function<String, Optional<Ending>> rehearse = name -> Optional.empty();
    volatile Optional<List<Entry>> fires = Optional.of(List.of());

    /** How often rows were read. */
    final AtomicInteger reads = new AtomicInteger();

    /** One call of the recorder. */
    record Measured(long nanos, boolean failed) {}

    FakeAutopilot(FakeTime time) {
        this.time = time;
    }

    OpsFilter filter() {
        var autopilot = new Autopilot(
                this::dryRun,
                this::apply,
                this::history,
                this::health,
                limit(),
                new RecoveryDesk(
                        request -> recover.apply(request),
                        (request, instead) -> plan.apply(request, instead),
                        this::incidents,
                        () -> cancel.get(),
                        () -> release.get()),
                new RetentionDesk(this::rows, days -> cohorts.apply(days), () -> changes.get()),
                () -> costs.get(),
                new JobsDesk(
                        List.of("retention", "cost-forecast"),
                        this::jobs,
                        name -> name.equals("retention") ? runJob.get() : runForecast.get(),
                        name -> rehearse.apply(name)),
                new VerifyDesk(() -> runVerify.get(), () -> verified));
        var http = new OpsHttp(
                OpsRoutes.of("", autopilot, time),
                publicReads,
                new TokenGate(tokens, time),
                new IdempotentAnswers(time));
        return new OpsFilter(
                http, new HostTraffic((nanos, failed) -> measured.add(new Measured(nanos, failed)), time), this);
    }

    Measured nextMeasured() throws InterruptedException {
        var next = measured.poll(20, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("the request was not recorded");
        }
        return next;
    }

    /** The one runs at its times, the other only when asked. */
    private List<JobStatus> jobs(int most) {
        var daily = new Daily(LocalTime.of(0, 5), ZoneId.of("UTC"));
        return List.of(
                new JobStatus(
                        job.get(),
                        rules(Optional.of(daily)),
                        daily.next(ActiveUsers.COUNTED),
                        fires.map(all -> all.stream().limit(most).toList())),
                new JobStatus(forecastJob, rules(Optional.empty()), Optional.empty(), Optional.of(List.of())));
    }

    private static JobRules rules(Optional<Schedule> schedule) {
        return new JobRules(schedule, Duration.ofHours(12), Duration.ofHours(1), true, JobRules.USUAL_RETRIES);
    }

    private ScaleReport dryRun(WhatIf whatIf) {
        asked.add(whatIf);
        return dryRun;
    }

    private ScaleReport apply() {
        applied.incrementAndGet();
        return apply.get();
    }

    private List<ScaleReport> history(int limit) {
        limits.add(limit);
        return history.stream().limit(limit).toList();
    }

    private RetentionReport rows(int days) {
        reads.incrementAndGet();
        return rows.apply(days);
    }

    private List<RecoveryReport> incidents(int limit) {
        limits.add(limit);
        return List.of(Reports.recovered(RecoveryRequest.PLAIN)).stream()
                .limit(limit)
                .toList();
    }

    private Health health() {
        var detail = health == Status.UP ? "" : "does not answer";
        return new Health(
                health,
                Reports.NOW,
                List.of(new SourceHealth("metrics", Status.UP, ""), new SourceHealth("queue", health, detail)));
    }

    private static Optional<BigDecimal> limit() {
        return Optional.of(new BigDecimal("10"));
    }
}
