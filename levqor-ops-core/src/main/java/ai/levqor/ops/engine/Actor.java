package ai.levqor.ops.engine;

import ai.levqor.ops.engine.ScaleReport.Outcome;
import ai.levqor.ops.engine.ScaleReport.Result;
import ai.levqor.ops.engine.ask.Answer;
import ai.levqor.ops.engine.ask.DeadlineCaller;
import ai.levqor.ops.engine.ask.FaultLog;
import ai.levqor.ops.engine.ask.Question;
import ai.levqor.ops.spi.queue.Resize;
import ai.levqor.ops.spi.queue.WorkerPool;
import ai.levqor.ops.spi.state.FlagReading;
import ai.levqor.ops.spi.state.FlagStore;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Carries a decision out: writes the worker target into the flags, then tells the pool. The flag is the intent; a pool
 * that did not hear of it, because it failed or the process died in between, is told again by {@link #follow}.
 *
 * <p><b>Threading:</b> used by one thread at a time.
 */
final class Actor {
    private final DeadlineCaller caller;
    private final FaultLog faults;
    private final Optional<WorkerPool> pool;
    private final Question<Boolean> write;
    private final Question<Integer> size;
    private final Question<Resize> resize;
    private volatile FlagChange change = FlagChange.NONE;
    private volatile int wanted;
    private OptionalInt known = OptionalInt.empty();
    private OptionalInt owed = OptionalInt.empty();

    Actor(FlagStore flags, Optional<WorkerPool> pool, DeadlineCaller caller, FaultLog faults) {
        this.caller = caller;
        this.faults = faults;
        this.pool = pool;
        this.write = new Question<>("flags_write", () -> change.write(flags));
        this.size = new Question<>("workers", () -> pool.orElseThrow().size());
        this.resize = new Question<>("reload", () -> pool.orElseThrow().resize(wanted));
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
        change = new FlagChange(reading, target, at);
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
        wanted = target;
        var told = caller.ask(resize);
        if (told instanceof Answer.Given<Resize> given) {
            owed = OptionalInt.empty();
            faults.over("reload");
            return new Outcome(Result.APPLIED, target, workersNow(given.value()));
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
        var answer = caller.ask(size);
        if (!(answer instanceof Answer.Given<Integer> given)) {
            faults.fault("reload", answer);
        } else if (given.value() == target) {
            owed = OptionalInt.empty();
        } else {
            var unused = tellPool(target);
        }
    }

    private String notWritten(Answer<Boolean> answer) {
        faults.fault("flags_write", answer);
        return answer instanceof Answer.Failed
                ? "nothing has changed: the flags could not be written"
                : "the flags did not answer in time; whether they were written shows at the next look";
    }

    /** A compare-and-set that is to be made. */
    private record FlagChange(Optional<FlagReading> expected, int target, Instant at) {
        static final FlagChange NONE = new FlagChange(Optional.empty(), 1, Instant.EPOCH);

        FlagChange(FlagReading expected, int target, Instant at) {
            this(Optional.of(expected), target, at);
        }

        boolean write(FlagStore flags) {
            var from = expected.orElseThrow();
            return flags.compareAndSet(from, from.flags().scaledTo(target, at));
        }
    }
}
