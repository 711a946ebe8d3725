package ai.levqor.ops.redis;

import ai.levqor.ops.redis.QueueKeys.Counted;
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
    private static final Script MOVE = Script.named("redrive-move");
    private static final int TRIES = 5;
    private static final int MOST_AT_ONCE = 5_000;
    /** How long a script may hold the server, so that all others' 99 of 100 wait no more than 2 ms longer. */
    private static final int MICROS_COUNTING = 500;

    /** A redrive that counts nothing is over four times as soon, and its scripts do not vary. */
    private static final int MICROS_MOVING = 900;

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

    /** What the server says of the last redrive. */
    private record State(String token, String mover, long operation, RedriveProgress progress) {}

    /** As {@link ai.levqor.ops.spi.queue.DeadLetterQueue#beginRedrive}. */
    synchronized RedriveProgress begin(String redrive) {
        if (redrive.isEmpty()) {
            throw new IllegalArgumentException("redrive must have a name");
        }
        var me = UUID.randomUUID().toString();
        try {
            for (int attempt = 1; attempt <= TRIES; attempt++) {
                var before = state();
                if (!before.mover.equals(me)) {
                    takeOver(redrive, before.token, me);
                }
                var after = state();
                if (after.mover.equals(me)) {
                    name = redrive;
                    mover = me;
                    moves = 0;
                    known = after.progress;
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
        do {
            var left = Math.min(MOST_AT_ONCE, aim - taken(known));
            known = moved(redrive, left, mostRedrives, begun);
        } while (taken(known) < aim && !known.finished() && !isOver(begun));
        return known;
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
                if (!state.mover.equals(mover)) {
                    throw takenOver(redrive);
                }
                if (state.operation >= moves) {
                    return state.progress;
                }
            }
        } catch (RedisFault e) {
            throw e.unavailable();
        }
        throw new UnavailableException("whether jobs of " + keys.dead() + " were moved is not known yet");
    }

    /** Asked again it has the same number, so that it is carried out once. Empty if the answer was lost. */
    private Optional<RedriveProgress> tryMove(long most, int mostRedrives) {
        List<@Nullable Object> reply;
        try {
            reply = Reply.list(redis.run(
                    MOVE,
                    List.of(keys.redrive(), keys.dead(), keys.retry(), keys.quarantine(), keys.redriven()),
                    mover,
                    moves,
                    most,
                    mostRedrives,
                    keys.takes(),
                    keys.counted() == Counted.MOVED ? MICROS_COUNTING : MICROS_MOVING,
                    QueueConsumer.KEPT,
                    keys.counted()));
        } catch (RedisFault e) {
            if (e.kind() != Kind.UNKNOWN || Thread.currentThread().isInterrupted()) {
                throw e;
            }
            return Optional.empty();
        }
        if (Reply.text(reply.get(0)).equals("FENCED")) {
            throw takenOver(name);
        }
        return Optional.of(progress(reply, 1));
    }

    private State state() {
        var words = Reply.list(redis.ask(
                keys.redrive(),
                "HMGET",
                keys.redrive(),
                "token",
                "mover",
                "op",
                "found",
                "moved",
                "quarantined",
                "left"));
        return new State(
                Reply.maybeText(words.get(0)).orElse("0"),
                Reply.maybeText(words.get(1)).orElse(""),
                number(words.get(2)),
                progress(words.stream().map(QueueRedrive::number).toList(), 3));
    }

    private static RedriveProgress progress(List<? extends @Nullable Object> counts, int at) {
        return new RedriveProgress(
                Reply.number(counts.get(at)),
                Reply.number(counts.get(at + 1)),
                Reply.number(counts.get(at + 2)),
                Reply.number(counts.get(at + 3)));
    }

    private static long number(@Nullable Object word) {
        return Reply.maybeText(word)
                .filter(text -> text.matches("[0-9]{1,18}"))
                .map(Long::parseLong)
                .orElse(0L);
    }

    private static IllegalStateException takenOver(String redrive) {
        return new IllegalStateException("redrive " + redrive
                + " is another's: somebody else has begun or taken up a redrive since, or Redis has lost it");
    }

    private static long taken(RedriveProgress progress) {
        return progress.moved() + progress.quarantined();
    }
}
