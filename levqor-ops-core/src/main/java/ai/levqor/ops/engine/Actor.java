package ai.levqor.ops.engine;

import ai.levqor.ops.engine.ScaleReport.Outcome;
import ai.levqor.ops.engine.ScaleReport.Result;
import ai.levqor.ops.engine.ask.Answer;
import ai.levqor.ops.engine.ask.DeadlineCaller;
import ai.levqor.ops.engine.ask.FaultLog;
import ai.levqor.ops.engine.ask.Question;
import ai.levqor.ops.engine.fleet.Standing;
import ai.levqor.ops.spi.queue.PausableWorkerPool;
import ai.levqor.ops.spi.queue.Resize;
import ai.levqor.ops.spi.queue.WorkerPool;
import ai.levqor.ops.spi.state.FencedFlagStore;
import ai.levqor.ops.spi.state.FlagReading;
import ai.levqor.ops.spi.state.FlagStore;
import ai.levqor.ops.spi.state.Lease;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Carries a decision out: writes the worker target into the flags, then tells the pool. The flag is the intent; a pool
 * that did not hear of it, because it failed or the process died in between, is told again by {@link #follow}. In a fleet the flag is the target of all, and the pool is told its share.
 *
 * <p><b>Threading:</b> used by one thread at a time.
 */
final class Actor {
    private final DeadlineCaller caller;
    private final FaultLog faults;
    private final Optional<WorkerPool> pool;
    private final Standing standing;
    private final Question<Boolean> write;
    private final Question<Integer> size;
    private final Question<Resize> resize;
    private volatile FlagChange change = FlagChange.NONE;
    private volatile int wanted;
    private OptionalInt known = OptionalInt.empty();
    private OptionalInt owed = OptionalInt.empty();

    Actor(FlagStore flags, Optional<WorkerPool> pool, DeadlineCaller caller, FaultLog faults, Standing standing) {
        this.standing = standing;
        this.caller = caller;
        this.faults = faults;
        this.pool = pool;
        this.write = new Question<>("flags_write", () -> change.write(flags));
        this.size = new Question<>("workers", () -> pool.orElseThrow().size());
        this.resize = new Question<>("reload", () -> bring(pool.orElseThrow(), wanted));
    }

    /** Why nothing may be changed by this instance now; empty if it may. */
    Optional<String> notActing() {
        return standing.notActing();
    }

    /** Takes the first worker target that is seen for the one this process found; a later change is somebody's order. */
    void saw(FlagReading reading) {
        if (known.isEmpty() && reading.stored()) {
            known = OptionalInt.of(reading.flags().workerCount());
        }
    }

    /** Moves the worker target from the one in {@code reading} to {@code target}. */
    Outcome scale(FlagReading reading, int target, Instant at) {
        var before = reading.flags().workerCount();
        if (reading.problem().isPresent()) {
            return new Outcome(
                    Result.STORE_FAILED,
                    before,
                    "nothing has changed: the flags refuse writes, "
                            + reading.problem().get());
        }
        var lease = standing.lease();
        if (lease.isEmpty() && !standing.alone()) {
            return new Outcome(
                    Result.NOT_LEADING, before, "nothing has changed: the lead was lost while it was being decided");
        }
        change = new FlagChange(reading, target, at, lease);
        var written = caller.ask(write);
        if (!(written instanceof Answer.Given<Boolean> given)) {
            return new Outcome(Result.STORE_FAILED, before, notWritten(written));
        }
        faults.over("flags_write");
        if (!given.value()) {
            return new Outcome(
                    Result.OUTRUN, before, "nothing has changed: somebody else changed the flags at the same time");
        }
        known = OptionalInt.of(target);
        if (pool.isEmpty()) {
            return new Outcome(
                    Result.APPLIED_WITHOUT_POOL,
                    target,
                    "WORKER_COUNT is " + target + "; no reload hook is configured, so the reload was a no-op");
        }
        return tellPool(target);
    }

    private Outcome tellPool(int target) {
        owed = OptionalInt.of(target);
        var share = standing.share(target);
        if (share.isEmpty()) {
            return new Outcome(
                    Result.APPLIED, target, "WORKER_COUNT is " + target + "; each instance takes its share of it");
        }
        wanted = share.getAsInt();
        var told = caller.ask(resize);
        if (told instanceof Answer.Given<Resize> given) {
            owed = OptionalInt.empty();
            faults.over("reload");
            var ours = wanted == target ? "" : "WORKER_COUNT is " + target + ", of which this instance has its share: ";
            return new Outcome(Result.APPLIED, target, ours + workersNow(given.value()));
        }
        faults.fault("reload", told);
        return new Outcome(
                Result.POOL_FAILED,
                target,
                "WORKER_COUNT is " + target + "; the worker pool did not follow yet and is told again");
    }

    private static String workersNow(Resize resize) {
        return "workers " + resize.before() + " -> " + resize.after()
                + (resize.draining() == 0 ? "" : ", " + resize.draining() + " finishing a last job");
    }

    /**
     * Lets the pool follow the flag: always while {@code AUTOSCALE_ENABLED} is on, else only when a person has changed
     * {@code WORKER_COUNT} since it was first seen.
     */
    void follow(FlagReading reading) {
        if (pool.isEmpty() || !reading.stored() || reading.problem().isPresent()) {
            return;
        }
        var target = reading.flags().workerCount();
        if (known.isPresent() && known.getAsInt() != target) {
            owed = OptionalInt.of(target);
        }
        known = OptionalInt.of(target);
        if (!reading.flags().autoscaleEnabled() && owed.isEmpty()) {
            return;
        }
        var share = standing.share(target);
        if (share.isEmpty()) {
            return;
        }
        var answer = caller.ask(size);
        if (!(answer instanceof Answer.Given<Integer> given)) {
            faults.fault("reload", answer);
        } else if (given.value() == possible(pool.get(), share.getAsInt())) {
            owed = OptionalInt.empty();
        } else {
            var unused = tellPool(target);
        }
    }

    private static Resize bring(WorkerPool pool, int wanted) {
        if (wanted == 0 && pool instanceof PausableWorkerPool pausable) {
            return pausable.pause();
        }
        return pool.resize(possible(pool, wanted));
    }

    /** A pool that cannot do without any worker keeps one. */
    private static int possible(WorkerPool pool, int wanted) {
        return pool instanceof PausableWorkerPool ? wanted : Math.max(1, wanted);
    }

    private String notWritten(Answer<Boolean> answer) {
        faults.fault("flags_write", answer);
        return answer instanceof Answer.Failed
                ? "nothing has changed: the flags could not be written"
                : "the flags did not answer in time; whether they were written shows at the next look";
    }

    /** A compare-and-set that is to be made. */
    private record FlagChange(Optional<FlagReading> expected, int target, Instant at, Optional<Lease> under) {
        static final FlagChange NONE = new FlagChange(Optional.empty(), 1, Instant.EPOCH, Optional.empty());

        FlagChange(FlagReading expected, int target, Instant at, Optional<Lease> under) {
            this(Optional.of(expected), target, at, under);
        }

        boolean write(FlagStore flags) {
            var from = expected.orElseThrow();
            var next = from.flags().scaledTo(target, at);
            if (under.isPresent() && flags instanceof FencedFlagStore fenced) {
                return fenced.compareAndSet(from, next, under.get());
            }
            return flags.compareAndSet(from, next);
        }
    }
}
