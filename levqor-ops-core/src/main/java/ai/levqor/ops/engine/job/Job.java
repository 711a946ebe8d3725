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
import java.util.OptionalLong;
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
 * waits for that run. A run that was cut short has failed at once; as long as its thread does not let go, no other begins.
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
        default void ended() {}

        /**
         * What a run would do now. Changes nothing. Called on the thread of whoever asks.
         *
         * @return empty if this job has no dry run
         */
        default Optional<Ending> rehearse() {
            return Optional.empty();
        }
    }

    /** A run that was begun. */
    public interface Started {

        /** How it ended; empty while it runs. */
        Optional<JobRun> end();

        /** Cuts it short: it has failed, and its thread is interrupted. One that is over stays as it is. */
        void cut(String why);
    }

    /** How a run ended, in a word, in words, and in numbers. */
    public record Ending(Outcome outcome, String message, List<Count> counts) {}

    /** A run under way. */
    private final class Running implements Started {
        private final Instant startedAt = clock.instant();
        private final CompletableFuture<JobRun> end = new CompletableFuture<>();
        private volatile JobProgress progress = new JobProgress("starting", 0, 0);
        private volatile OptionalLong seenSince = OptionalLong.empty();
        private @Nullable Thread runner; // guarded by this
        private boolean left; // guarded by this
        private boolean concluded; // guarded by the job

        JobRun seen() {
            return end().orElseGet(() ->
                    new JobRun(startedAt, Optional.empty(), Outcome.RUNNING, "under way", List.of(), progress));
        }

        @Override
        public Optional<JobRun> end() {
            return end.isDone() ? Optional.of(end.join()) : Optional.empty();
        }

        @Override
        public void cut(String why) {
            cut(Outcome.FAILED, why);
        }

        void cut(Outcome outcome, String why) {
            if (conclude(this, over(new Ending(outcome, why, List.of())))) {
                interrupt();
            }
        }

        synchronized void enter() {
            runner = Thread.currentThread();
        }

        /** The interrupt of a run must not reach what its thread does next. */
        synchronized void leave() {
            runner = null;
            left = true;
            var unused = Thread.interrupted();
        }

        private synchronized void interrupt() {
            if (runner != null) {
                runner.interrupt();
            }
        }

        /** Whether its thread still works, over or not. */
        synchronized boolean isThere() {
            return !left;
        }

        synchronized void never() {
            left = true;
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

    /** What it is asked for by. */
    public String name() {
        return work.name();
    }

    /** Begins a run; empty if one is under way, or one that was cut short has not let go yet. */
    public synchronized Optional<Started> start() {
        return isBusy() ? Optional.empty() : Optional.of(begin());
    }

    private boolean isBusy() {
        return running != null && (running.isThere() || !running.end.isDone());
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
        if (now != null && isBusy()) {
            return now;
        }
        var next = new Running();
        running = next;
        if (!thread.run(() -> run(next))) {
            next.never();
            var unused = conclude(next, next.over(failed("the autopilot is closed")));
        }
        return next;
    }

    /**
     * Cuts a run short that takes longer than it may, as seen by whoever calls this now and then.
     *
     * @param most how long it may take
     * @param nanos now, in nanoseconds that only go forward
     */
    void cutAfter(Duration most, long nanos) {
        var now = underWay();
        if (now.isEmpty()) {
            return;
        }
        var run = now.get();
        if (run.seenSince.isEmpty()) {
            run.seenSince = OptionalLong.of(nanos);
        } else if (nanos - run.seenSince.getAsLong() >= most.toNanos()) {
            expire(run, most);
        }
    }

    private void expire(Running run, Duration most) {
        run.cut(Outcome.TIMED_OUT, "cut short after " + most.toSeconds() + " s");
    }

    private synchronized Optional<Running> underWay() {
        return Optional.ofNullable(running).filter(run -> !run.end.isDone());
    }

    /**
     * Runs it, or waits for the run under way, and cuts that short if it takes too long: for a scheduler of the host.
     *
     * @throws IllegalStateException if it failed, with the reason, so that the scheduler knows
     */
    void runWithin(Duration most) {
        var run = run(most);
        if (run.outcome() == Outcome.RUNNING && !Thread.currentThread().isInterrupted()) {
            underWay().ifPresent(it -> expire(it, most));
            run = report().runs().get(0);
        }
        if (run.outcome() == Outcome.FAILED
                || run.outcome() == Outcome.TIMED_OUT
                || !run.outcome().ended()) {
            throw new IllegalStateException(work.name() + " failed: " + run.message());
        }
    }

    /** What a run would do now, without doing it; empty if this job has no dry run. What fails comes out. */
    public Optional<Ending> rehearse() {
        return work.rehearse();
    }

    private static Ending failed(String message) {
        return new Ending(Outcome.FAILED, message, List.of());
    }

    private void run(Running run) {
        run.enter();
        LOG.atInfo().addKeyValue("job", work.name()).log("{}: a run begins", work.name());
        var ending = worked(run);
        run.leave();
        var unused = conclude(run, run.over(ending));
    }

    private Ending worked(Running run) {
        try {
            var ending = work.run(run::on);
            faults.over(work.name());
            return ending;
        } catch (Throwable e) {
            faults.fault(work.name(), work.failure(), Optional.of(e));
            return failed(
                    closed
                            ? "cut short: the autopilot was closed"
                            : work.failure() + "; the next run tries again, and the log tells why");
        }
    }

    /** Whether it was not over before. */
    private boolean conclude(Running run, JobRun over) {
        synchronized (this) {
            if (run.concluded) {
                return false;
            }
            run.concluded = true;
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
        return true;
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
