package ai.levqor.ops.engine.retention;

import ai.levqor.ops.engine.ask.FaultLog;
import ai.levqor.ops.engine.job.JobProgress;
import ai.levqor.ops.engine.job.JobReport;
import ai.levqor.ops.engine.job.JobRun;
import ai.levqor.ops.engine.job.JobRun.Count;
import ai.levqor.ops.engine.job.JobRun.Outcome;
import ai.levqor.ops.engine.job.JobThread;
import ai.levqor.ops.engine.retention.RetentionPlan.Night;
import ai.levqor.ops.engine.retention.RetentionPlan.Progress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs nights, one at a time, on a thread that is there only meanwhile. Whoever asks while one runs waits for that one.
 *
 * <p><b>Threading:</b> safe for many threads.
 */
final class RetentionJob {
    static final String NAME = "retention";

    private static final Logger LOG = LoggerFactory.getLogger(RetentionJob.class);
    private static final int KEPT = 50;

    private final RetentionPlan plan;
    private final Runnable before;
    private final Today today;
    private final Clock clock;
    private final FaultLog faults;
    private final RetentionMeters meters;
    private final Runnable ended;
    private final JobThread thread = new JobThread("levqor-ops-retention");
    private final Deque<JobRun> newestFirst = new ArrayDeque<>();
    private Optional<Instant> lastSuccess = Optional.empty();
    private @Nullable Running running;
    private volatile boolean closed;

    /**
     * @param before is done before each night, on its thread
     * @param ended is told after each night that changed something or might have
     */
    RetentionJob(
            RetentionPlan plan,
            Runnable before,
            Today today,
            RetentionContext around,
            RetentionMeters meters,
            Runnable ended) {
        this.plan = plan;
        this.before = before;
        this.today = today;
        this.clock = around.clock();
        this.faults = around.faults();
        this.meters = meters;
        this.ended = ended;
    }

    /** A night under way. */
    private final class Running {
        private final Instant startedAt = clock.instant();
        private final CompletableFuture<JobRun> end = new CompletableFuture<>();
        private volatile JobProgress progress = new JobProgress("starting", 0, 0);

        JobRun seen() {
            return end.isDone()
                    ? end.join()
                    : new JobRun(startedAt, Optional.empty(), Outcome.RUNNING, "under way", List.of(), progress);
        }

        void on(Progress now) {
            var before = progress;
            progress = new JobProgress(now.phase(), now.done(), now.all());
            meters.progress(progress);
            if (!before.phase().equals(now.phase())) {
                LOG.atInfo()
                        .addKeyValue("job", NAME)
                        .addKeyValue("phase", now.phase())
                        .log("retention: {}, {} of {} days", now.phase(), now.done(), now.all());
            }
        }

        JobRun over(Outcome outcome, String message, List<Count> counts) {
            return new JobRun(startedAt, Optional.of(clock.instant()), outcome, message, counts, progress);
        }
    }

    /** Begins a night, unless one runs, and waits for the end of it for so long at the most. */
    JobRun run(Duration most) {
        var begun = begin();
        try {
            return begun.end.get(most.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return begun.seen();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return begun.seen();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a night always ends with a report", e);
        }
    }

    private synchronized Running begin() {
        var now = running;
        if (now != null && !now.end.isDone()) {
            return now;
        }
        var next = new Running();
        running = next;
        if (!thread.run(() -> night(next))) {
            conclude(next, next.over(Outcome.FAILED, "the autopilot is closed", List.of()));
        }
        return next;
    }

    private void night(Running run) {
        LOG.atInfo().addKeyValue("job", NAME).log("retention: a night begins, through {}", today.lastFinished());
        JobRun over;
        try {
            before.run();
            over = report(run, plan.bringUpTo(today.lastFinished(), run::on));
            faults.over(NAME);
        } catch (Throwable e) {
            over = run.over(
                    Outcome.FAILED,
                    closed
                            ? "cut short: the autopilot was closed"
                            : "the days could not be counted; the next run tries again, and the log tells why",
                    List.of());
            faults.fault(NAME, "the days could not be counted", Optional.of(e));
        }
        conclude(run, over);
    }

    private static JobRun report(Running run, Night night) {
        var counts = List.of(
                new Count("counted", night.counted()),
                new Count("revised", night.revised()),
                new Count("unrepaired", night.unrepaired()));
        return switch (night.outcome()) {
            case DONE -> run.over(Outcome.DONE, "every finished day is counted", counts);
            case ELSEWHERE -> run.over(Outcome.ELSEWHERE, "another instance is at it, or has just done it", counts);
            case NO_DATA -> run.over(Outcome.NO_DATA, "the log has no finished day", counts);
        };
    }

    private void conclude(Running run, JobRun over) {
        synchronized (this) {
            if (newestFirst.size() == KEPT) {
                newestFirst.removeLast();
            }
            newestFirst.addFirst(over);
            if (over.outcome() == Outcome.DONE || over.outcome() == Outcome.ELSEWHERE) {
                lastSuccess = over.endedAt();
            }
        }
        lastSuccess().ifPresent(meters::succeeded);
        if (!closed) {
            meters.ended(over.outcome());
        }
        LOG.atInfo()
                .addKeyValue("job", NAME)
                .addKeyValue("outcome", over.outcome())
                .log("retention: {}; {}", over.message(), over.counts());
        try {
            ended.run();
        } finally {
            run.end.complete(over);
        }
    }

    private synchronized Optional<Instant> lastSuccess() {
        return lastSuccess;
    }

    /** How the last run ended; empty if none has. */
    synchronized Optional<Outcome> lastOutcome() {
        return Optional.ofNullable(newestFirst.peekFirst()).map(JobRun::outcome);
    }

    synchronized JobReport report() {
        var now = running;
        var runs = new ArrayList<JobRun>();
        if (now != null && !now.end.isDone()) {
            var seen = now.seen();
            if (!seen.outcome().ended()) {
                runs.add(seen);
            }
        }
        runs.addAll(newestFirst);
        return new JobReport(NAME, lastSuccess, runs);
    }

    /** Ends a night under way, and begins none any more. Returns at once. */
    void end() {
        closed = true;
        thread.cut();
    }

    void await(Duration most) {
        if (!thread.end(most)) {
            LOG.warn("a night did not end in time; its daemon thread is left behind");
        }
    }
}
