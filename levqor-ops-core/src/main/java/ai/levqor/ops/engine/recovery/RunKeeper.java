package ai.levqor.ops.engine.recovery;

import ai.levqor.ops.engine.ask.Memory;
import ai.levqor.ops.engine.recovery.RecoveryState.Run;
import ai.levqor.ops.policy.recovery.RecoveryGuards;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/**
 * Keeps what recoveries remember, and whose turn it is: one recovery at a time over all instances that share the store.
 * Every write replaces the version that was read, so an owner that was taken for dead cannot write any more.
 *
 * <p><b>Threading:</b> every method but {@link #turn} is called with the turn held.
 */
final class RunKeeper {
    /** An owner that has not said for so long that it lives has died. */
    static final Duration DEAD_AFTER = Duration.ofSeconds(15);

    private static final int ATTEMPTS = 3;

    private final Memory<RecoveryState> memory;
    private final String me;
    private final Clock clock;
    private final LongSupplier ticker;
    private final ReentrantLock turn = new ReentrantLock();
    private Optional<Run> watched = Optional.empty();
    private long watchedSince;

    /** How a write went. */
    enum Kept {
        /** It is written. */
        YES,
        /** Somebody else has taken the recovery over. */
        LOST,
        /** The store cannot be written now. */
        AWAY
    }

    /**
     * @param me a name that no other process has
     */
    RunKeeper(Memory<RecoveryState> memory, String me, Clock clock, LongSupplier ticker) {
        this.memory = memory;
        this.me = me;
        this.clock = clock;
        this.ticker = ticker;
    }

    ReentrantLock turn() {
        return turn;
    }

    RecoveryState load() {
        return memory.load();
    }

    /** The last state that was read or written. */
    RecoveryState last() {
        return memory.last();
    }

    /** Whether the store answered when it was last asked. */
    boolean usable() {
        return memory.usable();
    }

    /** Begins a recovery; {@code false} if somebody wrote since {@link #load}, or the store is away. */
    boolean claim(RecoveryGuards guards, RecoveryReport report) {
        return memory.save(memory.last().with(guards).running(run(report)));
    }

    /** Remembers guards that have changed, if nobody wrote since {@link #load}. */
    void remember(RecoveryState loaded, RecoveryGuards guards) {
        if (!loaded.guards().equals(guards)) {
            // Lost if another instance wrote: it has seen a later time.
            var unused = memory.save(loaded.with(guards));
        }
    }

    /** Writes how far this process's recovery has come. */
    Kept keep(RecoveryReport report) {
        return change(report.incidentId(), state -> state.running(run(report)));
    }

    /** Ends this process's recovery, and lets every instance know what became of it. */
    Kept end(RecoveryReport report) {
        return change(report.incidentId(), state -> state.ended(report));
    }

    /**
     * Lets every instance know that an incident was refused, if that settles its name; {@code false} if somebody wrote
     * since {@link #load}, or the store is away.
     */
    boolean refuse(RecoveryReport report) {
        return !report.settles() || memory.save(memory.last().refused(report));
    }

    private Run run(RecoveryReport report) {
        return new Run(me, clock.instant(), report);
    }

    private Kept change(String incidentId, UnaryOperator<RecoveryState> change) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            var state = memory.load();
            if (!memory.usable()) {
                return Kept.AWAY;
            }
            if (state.run()
                    .filter(run -> mine(run) && run.report().incidentId().equals(incidentId))
                    .isEmpty()) {
                return Kept.LOST;
            }
            if (memory.save(change.apply(state))) {
                return Kept.YES;
            }
        }
        return Kept.AWAY;
    }

    /** A person's release; {@code false} if it could not be written. */
    boolean release() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            var state = memory.load();
            if (memory.save(state.with(state.guards().released()))) {
                return true;
            }
        }
        return false;
    }

    boolean mine(Run run) {
        return run.owner().equals(me);
    }

    /**
     * Whether a run's owner has died: it has not beaten while this process watched, by a clock that nobody can set. So
     * two clocks that differ call nobody dead.
     */
    boolean dead(Run run) {
        var now = ticker.getAsLong();
        if (!watched.equals(Optional.of(run))) {
            watched = Optional.of(run);
            watchedSince = now;
        }
        return now - watchedSince >= DEAD_AFTER.toNanos();
    }
}
