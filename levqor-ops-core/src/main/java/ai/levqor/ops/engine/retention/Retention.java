package ai.levqor.ops.engine.retention;

import ai.levqor.ops.engine.ask.Answer;
import ai.levqor.ops.engine.ask.Question;
import ai.levqor.ops.engine.job.Job;
import ai.levqor.ops.engine.job.JobMeters;
import ai.levqor.ops.engine.job.JobReport;
import ai.levqor.ops.engine.job.JobRun;
import ai.levqor.ops.engine.job.JobRun.Outcome;
import ai.levqor.ops.engine.job.JobThread;
import ai.levqor.ops.engine.retention.CohortReport.Cohort;
import ai.levqor.ops.engine.retention.RetentionReport.Hint;
import ai.levqor.ops.engine.retention.RetentionRow.Growth;
import ai.levqor.ops.engine.retention.RetentionRow.State;
import ai.levqor.ops.policy.retention.CohortRow.Returned;
import ai.levqor.ops.policy.retention.Cohorts;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.activity.ActivityLog;
import ai.levqor.ops.spi.activity.DayRange;
import ai.levqor.ops.spi.state.StateStore;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts active users and tells what was counted. A night counts every finished day that was not counted yet; nothing
 * counts by itself.
 *
 * <p><b>Threading:</b> safe for many threads.
 */
public final class Retention implements AutoCloseable {
    /** The most days that are told at once. */
    public static final int MOST_DAYS = 366;

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final RetentionSetup setup;
    private final RetentionContext around;
    private final RetentionMeters meters;
    private final Activity activity;
    private final boolean recording;
    private final Today today;
    private final JobMeters jobMeters;
    private final Job job;
    private final RangeQuestion<List<RetentionRow>> rows;
    private final RangeQuestion<Counted> cohorts;
    private final Question<Boolean> flush;
    private final AtomicLong changes = new AtomicLong();
    private final JobThread lastWrite = new JobThread("levqor-ops-activity");
    private volatile boolean filling;
    private volatile boolean looked;
    private volatile long ended;

    private record Counted(List<RetentionRow> rows, Cohorts cohorts) {}

    Retention(RetentionSetup setup, RetentionPlan plan, RetentionParts parts, RetentionContext around) {
        this.setup = setup;
        this.around = around;
        this.meters = new RetentionMeters(around.registry());
        this.today = new Today(around.clock(), setup.zone());
        this.recording = parts.recorded().isPresent();
        this.activity = new Activity(parts.recorded(), setup, around.clock(), new Heard(plan));
        this.jobMeters = new JobMeters(around.registry(), around.clock(), NightWork.NAME);
        this.job = new Job(
                new NightWork(plan, activity::flush, today, meters, this::changed),
                around.clock(),
                around.faults(),
                jobMeters);
        this.rows = new RangeQuestion<>("retention_rows", plan::rows, around.caller(), around.faults());
        this.cohorts = new RangeQuestion<>(
                "retention_rows",
                days -> new Counted(plan.rows(days), plan.cohorts(days)),
                around.caller(),
                around.faults());
        this.flush = new Question<>("activity", () -> {
            activity.flush();
            return true;
        });
    }

    /** Puts it together; nothing is read before it is asked for. */
    public static Retention of(RetentionSetup setup, RetentionParts parts, StateStore state, RetentionContext around) {
        return new Retention(setup, plan(setup, parts, state, around), parts, around);
    }

    private static RetentionPlan plan(
            RetentionSetup setup, RetentionParts parts, StateStore state, RetentionContext around) {
        var clock = around.clock();
        var reading = parts.gaps()
                .<RetentionPlan>map(gaps -> new PushedDownPlan(setup, parts.source(), gaps, state, clock))
                .orElseGet(() -> new MemoryPlan(setup, parts.source(), state, clock));
        return parts.ledger()
                .<RetentionPlan>map(ledger -> new ChosenPlan(
                        () -> {
                            parts.recorded().ifPresent(ActivityLog::days); // makes its table
                            return ledger.open();
                        },
                        new DurablePlan(ledger, clock),
                        reading))
                .orElse(reading);
    }

    /** What activity does to the rest. */
    private final class Heard implements Activity.Listener {
        private final RetentionPlan plan;

        Heard(RetentionPlan plan) {
            this.plan = plan;
        }

        @Override
        public void dropped() {
            meters.dropped();
        }

        @Override
        public void filling() {
            filling = true;
        }

        @Override
        public void forgotten(long high, long low) {
            plan.forget(high, low);
        }
    }

    /** Where the host says who was active. */
    public Activity activity() {
        return activity;
    }

    /**
     * The last {@code days} finished days.
     *
     * @param days from 1 to {@value #MOST_DAYS}
     * @throws ai.levqor.ops.spi.UnavailableException if what was counted cannot be read now
     */
    public RetentionReport rows(int days) {
        var through = today.lastFinished();
        var told = new ArrayList<>(rows.ask(last(days, through)));
        Collections.reverse(told);
        while (!told.isEmpty() && told.get(told.size() - 1).state() == State.MISSING) {
            told.remove(told.size() - 1);
        }
        var report = new RetentionReport(
                told, through, setup.zone(), told.isEmpty() ? Optional.of(hint()) : Optional.empty());
        told.stream().filter(row -> row.state() != State.MISSING).findFirst().ifPresent(meters::newest);
        return report;
    }

    /**
     * What is kept of the next {@code days} days that are not over, oldest first. None of them should be counted.
     *
     * @param days from 1 to {@value #MOST_DAYS}
     * @throws ai.levqor.ops.spi.UnavailableException if what was counted cannot be read now
     */
    public List<RetentionRow> ahead(int days) {
        return rows.ask(last(days, today.lastFinished().plusDays(days)));
    }

    private Hint hint() {
        var last = job.lastOutcome();
        if (recording && !activity.used() && !last.equals(Optional.of(Outcome.DONE))) {
            return Hint.NOTHING_RECORDED;
        }
        return last.equals(Optional.of(Outcome.NO_DATA)) ? Hint.LOG_EMPTY : Hint.NOT_COUNTED;
    }

    /**
     * The users who came on the last {@code days} finished days, and how many of them came back.
     *
     * @param days from 1 to {@value #MOST_DAYS}
     * @throws ai.levqor.ops.spi.UnavailableException if what was counted cannot be read now
     */
    public CohortReport cohorts(int days) {
        var through = today.lastFinished();
        var counted = cohorts.ask(last(days, through));
        var newest = counted.rows().stream()
                .filter(row -> row.state() != State.MISSING)
                .map(RetentionRow::day)
                .reduce((earlier, later) -> later)
                .orElse(LocalDate.MIN);
        var told = new ArrayList<Cohort>();
        for (var row : counted.rows()) {
            if (!told.isEmpty() || row.state() != State.MISSING) {
                told.add(cohort(row, counted.cohorts(), newest));
            }
        }
        Collections.reverse(told);
        return new CohortReport(told, through, setup.zone());
    }

    private static Cohort cohort(RetentionRow row, Cohorts cohorts, LocalDate newest) {
        var first = Math.toIntExact(row.day().toEpochDay());
        var size = cohorts.size(first);
        var newcomers = row.growth().map(Growth::newcomers);
        if (newcomers.isEmpty() || (size == 0 && newcomers.get() > 0)) {
            return new Cohort(row.day(), OptionalLong.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        }
        var known = newest.toEpochDay() - first;
        return new Cohort(
                row.day(),
                OptionalLong.of(size),
                returned(cohorts, first, 1, known),
                returned(cohorts, first, 7, known),
                returned(cohorts, first, 30, known));
    }

    private static Optional<Returned> returned(Cohorts cohorts, int first, int offset, long known) {
        return offset > known
                ? Optional.empty()
                : Optional.of(new Returned(cohorts.classic(first, offset), cohorts.rolling(first, offset)));
    }

    private static DayRange last(int days, LocalDate through) {
        if (days < 1 || days > MOST_DAYS) {
            throw new IllegalArgumentException("days must be in [1, " + MOST_DAYS + "], was " + days);
        }
        return new DayRange(through.minusDays(days - 1L), through.plusDays(1));
    }

    /**
     * Counts now, on a thread of its own, and waits for the end for as long as {@link RetentionSetup#answerWithin} at the
     * most. If a night is under way already, it is that one that is waited for. Does the same when called again.
     *
     * @return how it ended; it is {@link Outcome#RUNNING} if it takes longer. A fault is in it and not thrown.
     */
    public JobRun run() {
        return job.run(setup.answerWithin());
    }

    /** The night as a job. */
    public Job nightly() {
        return job;
    }

    /** How far a night has come, and how the last ones ended. */
    public JobReport job() {
        return job.report();
    }

    /** Grows whenever what {@link #rows} and {@link #cohorts} tell may have changed. */
    public long changes() {
        return changes.get();
    }

    private void changed() {
        changes.incrementAndGet();
        look();
    }

    /** Shows the newest day in the meters. What fails here is counted and logged, and read again by whoever asks. */
    private void look() {
        try {
            rows(1 + setup.lateDays());
            looked = true;
        } catch (UnavailableException known) {
            looked = false;
        }
    }

    /** What the loop does at each tick: writes what was recorded, under the deadline. */
    public void tend() {
        if (!looked) {
            look();
        }
        flush();
    }

    /** What the loop does between two ticks: writes what was recorded, if the buffer fills too quickly to wait. */
    public void hurry() {
        if (filling) {
            flush();
        }
    }

    private void flush() {
        filling = false;
        if (!activity.waits()) {
            return;
        }
        if (around.caller().ask(flush) instanceof Answer.Given) {
            around.faults().over("activity");
        } else {
            around.faults().fault("activity", flush.answer());
        }
    }

    /** Cuts a night under way short, and begins to write what was recorded last. Returns at once; {@link #close} waits. */
    public void end() {
        ended = System.nanoTime();
        job.end();
        if (activity.waits()) {
            lastWrite.run(this::writeLast);
        }
    }

    private void writeLast() {
        try {
            activity.flush();
        } catch (RuntimeException e) {
            LOG.atWarn().setCause(e).log("what was recorded last could not be written");
        }
    }

    /** Waits for what {@link #end} has begun to end, until two seconds after it. */
    @Override
    public void close() {
        job.await(rest());
        lastWrite.end(rest());
        jobMeters.close();
        meters.close();
    }

    private Duration rest() {
        var rest = CLOSING.minusNanos(System.nanoTime() - ended);
        return rest.isNegative() ? Duration.ZERO : rest;
    }
}
