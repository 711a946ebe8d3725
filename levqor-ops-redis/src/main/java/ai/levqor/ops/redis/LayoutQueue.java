package ai.levqor.ops.redis;

import ai.levqor.ops.redis.RedisFault.Kind;
import ai.levqor.ops.spi.queue.DeadLetterDepth;
import ai.levqor.ops.spi.queue.DeadLetterQueue;
import ai.levqor.ops.spi.queue.QueueDepth;
import ai.levqor.ops.spi.queue.RedriveProgress;
import ai.levqor.ops.spi.queue.WorkQueue;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A queue that a host already has, in the layout of its own workers' library. What it keeps of a redrive is in one hash; a
 * script moves jobs and counts them in the same step.
 *
 * <p>Beginning a redrive takes its movership over: whoever began it before moves nothing more. Each step has a number, and the
 * server does no number twice, so a step whose outcome is unknown is simply asked for again.
 *
 * <p><b>Threading:</b> by one thread at a time, not always the same. <b>Time:</b> a call waits for at most two answers that do
 * not come.
 */
abstract class LayoutQueue implements WorkQueue, DeadLetterQueue, AutoCloseable {
    /** The most that one call takes from the dead jobs, whatever it is asked for. */
    static final int MOST_A_CALL = 500;

    private static final int MOST_STEPS = 40;
    private static final int LOOK = 500; // as many as the script looks at
    private static final int MOST_LOOKS = 200;
    private static final int MOST_LOOKS_IN_VAIN = 10;

    private final Redis redis;
    private final Script script;
    private final List<String> keys;
    private final Clock clock;
    private final int mostAStep;
    private final String owner = UUID.randomUUID().toString();

    private long begun; // guarded by this
    private @Nullable Movership held; // guarded by this

    /**
     * Opens nothing.
     *
     * @param keys three of its own (the redrive, what was moved, the quarantine), then those of the layout
     * @param mostAStep how many jobs the script moves at a time, so that it does not keep the server for long
     */
    LayoutQueue(Redis redis, Script script, List<String> keys, Clock clock, int mostAStep) {
        this.redis = redis;
        this.script = script;
        this.keys = List.copyOf(keys);
        this.clock = clock;
        this.mostAStep = mostAStep;
    }

    /** What a step needs beside its numbers. */
    Object[] forStep(int most, int mostRedrives) {
        return new Object[0];
    }

    /** How many jobs are ready, where the script cannot tell at once. */
    long countReady() {
        throw new IllegalStateException("this layout always tells");
    }

    /** What every step needs, after all else. */
    Object[] forReading() {
        return new Object[0];
    }

    final Clock clock() {
        return clock;
    }

    @Override
    public final synchronized QueueDepth depth() {
        var read = numbers(asked("depth", forReading()));
        var ready = read.get(0) < 0 ? countReady() : read.get(0);
        return new QueueDepth(clock.instant(), ready, read.get(1), since(read.get(2), read.get(3)));
    }

    @Override
    public final synchronized DeadLetterDepth deadLetters() {
        forgetTaken();
        var read = numbers(asked("dead", forReading()));
        return new DeadLetterDepth(
                clock.instant(), read.get(0), read.get(1), read.get(2), since(read.get(3), read.get(4)));
    }

    private static Duration since(long millis, long now) {
        return Duration.ofMillis(Math.max(0, now - millis));
    }

    /** Lets go of the jobs that were moved and a worker has taken since, the first of them first. */
    private void forgetTaken() {
        var offset = 0L;
        for (int look = 0; look < MOST_LOOKS; look++) {
            var read = numbers(asked("prune", offset, forReading()));
            var stay = read.get(0) - read.get(1);
            offset += stay;
            if (read.get(0) < LOOK || (stay > 0 && look >= MOST_LOOKS_IN_VAIN)) {
                return;
            }
        }
    }

    @Override
    public final synchronized RedriveProgress beginRedrive(String redrive) {
        if (redrive.isEmpty()) {
            throw new IllegalArgumentException("a redrive must have a name, and this is empty");
        }
        begun++;
        var answer = Answer.of(certain("begin", redrive, owner, begun, forReading()));
        held = new Movership(redrive, answer.token, answer.operation + 1);
        return answer.progress;
    }

    @Override
    public final synchronized RedriveProgress moveBatch(String redrive, int most, int mostRedrives) {
        if (most < 1 || mostRedrives < 0) {
            throw new IllegalArgumentException(
                    "most must be >= 1 and mostRedrives >= 0, were " + most + " and " + mostRedrives);
        }
        var mine = held;
        if (mine == null || !mine.redrive.equals(redrive)) {
            throw new IllegalStateException("the redrive " + redrive + " was not begun here, or another was since");
        }
        var open = Math.min(most, MOST_A_CALL);
        for (int step = 1; ; step++) {
            var now = Math.min(open, mostAStep);
            var answer = step(mine, now, mostRedrives);
            mine = new Movership(redrive, mine.token, mine.operation + 1);
            held = mine;
            open -= Math.toIntExact(answer.taken);
            if (open <= 0 || answer.progress.finished() || step == MOST_STEPS) {
                return answer.progress;
            }
        }
    }

    private Answer step(Movership mine, int most, int mostRedrives) {
        var answer = Reply.list(certain(
                "move",
                mine.redrive,
                mine.token,
                mine.operation,
                most,
                mostRedrives,
                forStep(most, mostRedrives),
                forReading()));
        if (Reply.number(answer.get(0)) < 0) {
            held = null;
            throw new IllegalStateException("the redrive " + mine.redrive + " was taken over, or another was begun");
        }
        return Answer.of(answer);
    }

    /** Asks once more if the outcome is unknown: the server does nothing twice. */
    private @Nullable Object certain(Object... words) {
        try {
            return run(words);
        } catch (RedisFault e) {
            if (e.kind() != Kind.UNKNOWN || Thread.currentThread().isInterrupted()) {
                throw e.unavailable();
            }
        }
        return asked(words);
    }

    /** @throws ai.levqor.ops.spi.UnavailableException if there is no answer */
    final @Nullable Object asked(Object... words) {
        try {
            return run(words);
        } catch (RedisFault e) {
            throw e.unavailable();
        }
    }

    private @Nullable Object run(Object... words) {
        var flat = new ArrayList<Object>();
        for (var word : words) {
            if (word instanceof Object[] several) {
                flat.addAll(Arrays.asList(several));
            } else {
                flat.add(word);
            }
        }
        return redis.run(script, keys, flat.toArray());
    }

    private static List<Long> numbers(@Nullable Object reply) {
        return Reply.list(reply).stream().map(Reply::number).toList();
    }

    /** Closes its connections. */
    @Override
    public void close() {
        redis.close();
    }

    private record Movership(String redrive, long token, long operation) {}

    private record Answer(long token, long operation, long taken, RedriveProgress progress) {
        static Answer of(@Nullable Object reply) {
            var read = numbers(reply);
            return new Answer(
                    read.get(1),
                    read.get(2),
                    read.get(3),
                    new RedriveProgress(read.get(4), read.get(5), read.get(6), read.get(7)));
        }
    }
}
