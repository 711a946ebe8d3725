package ai.levqor.ops.redis;

import ai.levqor.ops.redis.RedisFault.Kind;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.queue.RedriveProgress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
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
    private static final Script MOVE = Script.named("redrive-move");
    private static final int TRIES = 5;
    private static final int MOST_AT_ONCE = 5_000;
    /** How long a script may hold the server, of which two may come after each other. */
    private static final int MICROS = 500;

    /** A batch is asked for before it is known how many the one before it moved: it is asked for some more. */
    private static final double ROOM = 1.25;

    private static final long LEAST_AT_ONCE = 50;

    /** Nothing more is sent then in one call. The last answers may take as long again. */
    private static final Duration CALL = Duration.ofSeconds(1);

    private final Redis redis;
    private final QueueKeys keys;
    private final LongSupplier ticker;
    private String name = "";
    /** Who the server knows this mover as; another with each redrive that is begun here. */
    private String mover = "";

    private long moves;
    private RedriveProgress known = new RedriveProgress(0, 0, 0, 0);

    QueueRedrive(Redis redis, QueueKeys keys, LongSupplier ticker) {
        this.redis = redis;
        this.keys = keys;
        this.ticker = ticker;
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
            var unused = redis.run(BEGIN, List.of(keys.redrive(), keys.dead(), keys.redriven()), token, me, redrive);
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
        var begun = ticker.getAsLong();
        var aim = taken(known) + most;
        boolean certain;
        do {
            var before = taken(known);
            known = moved(redrive, Math.min(MOST_AT_ONCE, aim - before), mostRedrives, begun);
            certain = !goesOn(aim, begun) || movedOn(new Batches(aim, mostRedrives, begun, taken(known) - before));
        } while (goesOn(aim, begun));
        if (!certain && taken(known) < aim && !known.finished()) {
            throw notKnown();
        }
        return known;
    }

    private boolean goesOn(long aim, long begun) {
        return taken(known) < aim && !known.finished() && !isOver(begun);
    }

    /** {@code false} if it is not known what became of the last ones: the next move tells, and outdates them. */
    private boolean movedOn(Batches batches) {
        try {
            redis.overlapping(keys.redrive(), batches);
            return true;
        } catch (RedisFault e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e.unavailable();
            }
            return false;
        }
    }

    /** Batches of which the next is asked for while the one before it is moved, so that the server does not wait for us. */
    private final class Batches implements Overlapping.Sequence {
        private final Deque<Long> asked = new ArrayDeque<>();
        private final long aim;
        private final int mostRedrives;
        private final long begun;
        private long last;

        Batches(long aim, int mostRedrives, long begun, long last) {
            this.aim = aim;
            this.mostRedrives = mostRedrives;
            this.begun = begun;
            this.last = last;
        }

        @Override
        public Optional<Object[]> next() {
            var left =
                    aim - taken(known) - asked.stream().mapToLong(each -> each).sum();
            if (left <= 0 || known.finished() || isOver(begun)) {
                return Optional.empty();
            }
            var most = Math.min(left, Math.max(LEAST_AT_ONCE, Math.round(last * ROOM)));
            asked.add(most);
            moves++;
            return Optional.of(MOVE.command(moveKeys(), moveArguments(most, mostRedrives)));
        }

        @Override
        public void answered(@Nullable Object reply) {
            asked.remove();
            var before = taken(known);
            known = progress(reply);
            last = taken(known) - before;
        }
    }

    private boolean isOver(long begun) {
        return ticker.getAsLong() - begun >= CALL.toNanos();
    }

    private RedriveProgress moved(String redrive, long most, int mostRedrives, long begun) {
        moves++;
        try {
            for (int attempt = 1; attempt < TRIES && (attempt == 1 || !isOver(begun)); attempt++) {
                var moved = tryMove(most, mostRedrives);
                if (moved.isPresent()) {
                    return moved.get();
                }
                var state = state();
                if (!state.mover().equals(mover)) {
                    throw takenOver(redrive);
                }
                if (state.operation() >= moves) {
                    return state.progress();
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
    private Optional<RedriveProgress> tryMove(long most, int mostRedrives) {
        @Nullable Object reply;
        try {
            reply = redis.run(MOVE, moveKeys(), moveArguments(most, mostRedrives));
        } catch (RedisFault e) {
            if (e.kind() != Kind.UNKNOWN || Thread.currentThread().isInterrupted()) {
                throw e;
            }
            return Optional.empty();
        }
        return Optional.of(progress(reply));
    }

    private List<String> moveKeys() {
        return List.of(keys.redrive(), keys.dead(), keys.retry(), keys.quarantine(), keys.redriven());
    }

    private Object[] moveArguments(long most, int mostRedrives) {
        return new Object[] {mover, moves, most, mostRedrives, keys.takes(), MICROS, QueueConsumer.KEPT, keys.counted()
        };
    }

    /** What a move answered. */
    private RedriveProgress progress(@Nullable Object moved) {
        var reply = Reply.list(moved);
        if (Reply.text(reply.get(0)).equals("FENCED")) {
            throw takenOver(name);
        }
        return RedriveState.progress(reply, 1);
    }

    private RedriveState state() {
        return RedriveState.read(redis, keys.redrive());
    }

    private static IllegalStateException takenOver(String redrive) {
        return new IllegalStateException("redrive " + redrive
                + " is another's: somebody else has begun or taken up a redrive since, or Redis has lost it");
    }

    private static long taken(RedriveProgress progress) {
        return progress.moved() + progress.quarantined();
    }
}
