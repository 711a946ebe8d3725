package ai.levqor.ops.engine.job;

import ai.levqor.ops.engine.ask.FaultLog;
import ai.levqor.ops.engine.job.JobRun.Count;
import ai.levqor.ops.engine.job.JobRun.Outcome;
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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does some work now and then, one run at a time, on a thread that is there only meanwhile. Whoever asks while it runs
 * waits for that run.
 *
 * <p><b>Threading:</b> safe for many threads.
 */
public final class Job {
    private static final Logger LOG = LoggerFactory.getLogger(Job.class);
    private static final int KEPT = 50;

    private final Work work;
    private final Clock clock;
    private final FaultLog faults;
    private final JobMeters meters;
    private final JobThread thread;
    private final Deque<JobRun> newestFirst = new ArrayDeque<>();
    private Optional<Instant> lastSuccess = Optional.empty();
    private @Nullable Running running;
    private volatile boolean closed;

    /** A job that has not run. */
    public Job(Work work, Clock clock, FaultLog faults, JobMeters meters) {
        this.work = work;
        this.clock = clock;
        this.faults = faults;
        this.meters = meters;
        this.thread = new JobThread("levqor-ops-" + work.name());
    }

    /** What a job does. */
    public interface Work {

        /** What it is asked for by; a fault is counted under this name. */
        String name();

        /** What could not be done if a run fails, such as {@code the days could not be counted}. */
        String failure();

        /**
         * Does it. Gives up when its thread is interrupted.
         *
         * @param progress is told how far it has come
         */
        Ending run(Consumer<JobProgress> progress);

        /** Told after each run, well ended or not, before whoever waits is answered. */
        void ended();
    }

    /** How a run ended, in a word, in words, and in numbers. */
    public record Ending(Outcome outcome, String message, List<Count> counts) {}

    /** A run under way. */
    private final class Running {
        private final Instant startedAt = clock.instant();
        private final CompletableFuture<JobRun> end = new CompletableFuture<>();
        private volatile JobProgress progress = new JobProgress("starting", 0, 0);

        JobRun seen() {
            return end.isDone()
                    ? end.join()
                    : new JobRun(startedAt, Optional.empty(), Outcome.RUNNING, "under way", List.of(), progress);
        }

        void on(JobProgress now) {
            var before = progress;
            progress = now;
            if (!before.phase().equals(now.phase())) {
                LOG.atInfo()
                        .addKeyValue("job", work.name())
                        .addKeyValue("phase", now.phase())
                        .log("{}: {}, {} of {}", work.name(), now.phase(), now.done(), now.all());
            }
        }

        JobRun over(Ending ending) {
            return new JobRun(
                    startedAt,
                    Optional.of(clock.instant()),
                    ending.outcome(),
                    ending.message(),
                    ending.counts(),
                    progress);
        }
    }

    /**
     * Begins a run, unless one is under way, and waits for the end of it.
     *
     * @param most for so long at the most
     * @return how it ended; it is {@link Outcome#RUNNING} if it takes longer. A fault is in it and not thrown.
     */
    public JobRun run(Duration most) {
        var begun = begin();
        try {
            return begun.end.get(most.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return begun.seen();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return begun.seen();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a run always ends with a report", e);
        }
    }

    private synchronized Running begin() {
        var now = running;
        if (now != null && !now.end.isDone()) {
            return now;
        }
        var next = new Running();
        running = next;
        if (!thread.run(() -> run(next))) {
            conclude(next, next.over(failed("the autopilot is closed")));
        }
        return next;
    }

    private static Ending failed(String message) {
        return new Ending(Outcome.FAILED, message, List.of());
    }

    private void run(Running run) {
        LOG.atInfo().addKeyValue("job", work.name()).log("{}: a run begins", work.name());
        Ending ending;
        try {
            ending = work.run(run::on);
            faults.over(work.name());
        } catch (Throwable e) {
            ending = failed(
                    closed
                            ? "cut short: the autopilot was closed"
                            : work.failure() + "; the next run tries again, and the log tells why");
            faults.fault(work.name(), work.failure(), Optional.of(e));
        }
        conclude(run, run.over(ending));
    }

    private void conclude(Running run, JobRun over) {
        synchronized (this) {
            if (newestFirst.size() == KEPT) {
                newestFirst.removeLast();
            }
            newestFirst.addFirst(over);
            if (over.outcome() == Outcome.DONE || over.outcome() == Outcome.ELSEWHERE) {
                lastSuccess = over.endedAt();
                lastSuccess.ifPresent(meters::succeeded);
            }
        }
        if (!closed) {
            meters.ended(over.outcome());
        }
        LOG.atInfo()
                .addKeyValue("job", work.name())
                .addKeyValue("outcome", over.outcome())
                .log("{}: {}; {}", work.name(), over.message(), over.counts());
        try {
            work.ended();
        } finally {
            run.end.complete(over);
        }
    }

    /** How the last run ended; empty if none has. */
    public synchronized Optional<Outcome> lastOutcome() {
        return Optional.ofNullable(newestFirst.peekFirst()).map(JobRun::outcome);
    }

    /** How far a run has come, and how the last ones ended. */
    public synchronized JobReport report() {
        var now = running;
        var runs = new ArrayList<JobRun>();
        if (now != null && !now.end.isDone()) {
            var seen = now.seen();
            if (!seen.outcome().ended()) {
                runs.add(seen);
            }
        }
        runs.addAll(newestFirst);
        return new JobReport(work.name(), lastSuccess, runs);
    }

    /** Ends a run under way, and begins none any more. Returns at once. */
    public void end() {
        closed = true;
        thread.cut();
    }

    /** Waits, after {@link #end}, until nothing runs, so long at the most. */
    public void await(Duration most) {
        if (!thread.end(most)) {
            LOG.warn("a run of {} did not end in time; its daemon thread is left behind", work.name());
        }
    }
}
