package ai.levqor.ops.redis;

import ai.levqor.ops.redis.RedisFault.Kind;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.queue.RedriveProgress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The redrives of a queue, as scripts that move and count in one step. Whoever begins a redrive is its only mover until
 * somebody else begins one: the server refuses the moves of every other. A move has a number, and one that was carried out is
 * not carried out again; after an answer that was lost the server is asked for the number of the last.
 *
 * <p><b>Threading:</b> one thread at a time; others wait.
 */
final class QueueRedrive {
    private static final Script BEGIN = Script.named("redrive-begin");
    private static final int TRIES = 5;
    private static final int MOST_AT_ONCE = 5_000;

    /** Nothing more is sent then in one call. The last answers may take as long again. */
    private static final Duration LONGEST = Duration.ofSeconds(1);

    private final Redis redis;
    private final QueueKeys keys;
    private final LongSupplier ticker;
    private final MoveScript script;
    private final MoveTransactions transactions;
    private String name = "";
    /** Who the server knows this mover as; another with each redrive that is begun here. */
    private String mover = "";

    private long moves;
    private RedriveProgress known = new RedriveProgress(0, 0, 0, 0);

    QueueRedrive(Redis redis, QueueKeys keys, LongSupplier ticker) {
        this.redis = redis;
        this.keys = keys;
        this.ticker = ticker;
        this.script = new MoveScript(keys);
        this.transactions = new MoveTransactions(redis, keys);
    }

    /** As {@link ai.levqor.ops.spi.queue.DeadLetterQueue#beginRedrive}. */
    synchronized RedriveProgress begin(String redrive) {
        if (redrive.isEmpty()) {
            throw new IllegalArgumentException("redrive must have a name");
        }
        var me = UUID.randomUUID().toString();
        try {
            for (int attempt = 1; attempt <= TRIES; attempt++) {
                var before = state();
                if (!before.mover().equals(me)) {
                    takeOver(redrive, before.token(), me);
                }
                var after = state();
                if (after.mover().equals(me)) {
                    name = redrive;
                    mover = me;
                    moves = 0;
                    known = after.progress();
                    return known;
                }
            }
        } catch (RedisFault e) {
            throw e.unavailable();
        }
        throw new UnavailableException("others begin redrives of " + keys.ready() + " at the same time");
    }

    /** Whether it worked, the state tells: the answer may be lost. */
    private void takeOver(String redrive, String token, String me) {
        try {
            var unused = redis.run(
                    BEGIN, List.of(keys.redrive(), keys.dead(), keys.redriven(), keys.uncounted()), token, me, redrive);
        } catch (RedisFault e) {
            if (e.kind() != Kind.UNKNOWN || Thread.currentThread().isInterrupted()) {
                throw e;
            }
        }
    }

    /** As {@link ai.levqor.ops.spi.queue.DeadLetterQueue#moveBatch}. */
    synchronized RedriveProgress move(String redrive, int most, int mostRedrives) {
        if (most < 1 || mostRedrives < 0) {
            throw new IllegalArgumentException(
                    "most must be >= 1 and mostRedrives >= 0, were " + most + " and " + mostRedrives);
        }
        if (!redrive.equals(name)) {
            throw new IllegalStateException("redrive " + redrive + " is not the one that was begun last");
        }
        var order = new MoveOrder(redrive, mover, mostRedrives);
        var call = new Call(most);
        boolean certain;
        do {
            var before = taken(known);
            var first = moved(order, call);
            known = first.progress();
            certain = movedOn(order, call, first, taken(known) - before);
            if (!certain && call.wanted() > 0) {
                known = asked();
            }
        } while (call.wanted() > 0);
        if (!certain && taken(known) < call.aim && !known.finished()) {
            throw notKnown();
        }
        return known;
    }

    /** What one call wants, and for how long. */
    private final class Call implements MoveCourse {
        private final long begun = ticker.getAsLong();
        private final long aim;

        Call(int most) {
            this.aim = taken(known) + most;
        }

        boolean isOver() {
            return ticker.getAsLong() - begun >= LONGEST.toNanos();
        }

        @Override
        public long wanted() {
            return known.finished() || isOver() ? 0 : aim - taken(known);
        }

        @Override
        public long number() {
            return ++moves;
        }

        @Override
        public long moved(RedriveProgress progress) {
            var before = taken(known);
            known = progress;
            return taken(known) - before;
        }
    }

    /** {@code false} if it is not known what became of the last ones: the next move tells, and outdates them. */
    private boolean movedOn(MoveOrder order, Call call, MoveScript.Moved first, long count) {
        try {
            if (MoveTransactions.worthIt(first, count, call)) {
                transact(order, call);
            }
            if (call.wanted() > 0) {
                redis.overlapping(keys.redrive(), new OverlappingMoves(script, order, call, count));
            }
            return true;
        } catch (RedisFault e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e.unavailable();
            }
            return false;
        }
    }

    /** What the server refuses to a transaction, or to two connections, it may still do for a script. */
    private void transact(MoveOrder order, Call call) {
        try {
            transactions.move(order, call);
        } catch (RedisFault e) {
            if (e.kind() == Kind.UNKNOWN || Thread.currentThread().isInterrupted()) {
                throw e;
            }
        }
    }

    /** How many were moved by moves whose answers were lost. */
    private RedriveProgress asked() {
        try {
            return state().progress();
        } catch (RedisFault e) {
            throw e.unavailable();
        }
    }

    private MoveScript.Moved moved(MoveOrder order, Call call) {
        var most = Math.min(MOST_AT_ONCE, call.aim - taken(known));
        moves++;
        try {
            for (int attempt = 1; attempt < TRIES && (attempt == 1 || !call.isOver()); attempt++) {
                var moved = tryMove(order, most);
                if (moved.isPresent()) {
                    return moved.get();
                }
                var state = state();
                if (!state.mover().equals(mover)) {
                    throw order.takenOver();
                }
                if (state.operation() >= moves) {
                    return new MoveScript.Moved(state.progress(), 0);
                }
            }
        } catch (RedisFault e) {
            throw e.unavailable();
        }
        throw notKnown();
    }

    private UnavailableException notKnown() {
        return new UnavailableException("whether jobs of " + keys.dead() + " were moved is not known yet");
    }

    /** Asked again it has the same number, so that it is carried out once. Empty if the answer was lost. */
    private Optional<MoveScript.Moved> tryMove(MoveOrder order, long most) {
        @Nullable Object reply;
        try {
            reply = script.run(redis, order, moves, most);
        } catch (RedisFault e) {
            if (e.kind() != Kind.UNKNOWN || Thread.currentThread().isInterrupted()) {
                throw e;
            }
            return Optional.empty();
        }
        return Optional.of(MoveScript.moved(order, reply));
    }

    private RedriveState state() {
        return RedriveState.read(redis, keys.redrive());
    }

    private static long taken(RedriveProgress progress) {
        return progress.moved() + progress.quarantined();
    }
}
