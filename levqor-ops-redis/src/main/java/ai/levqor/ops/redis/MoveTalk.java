package ai.levqor.ops.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import ai.levqor.ops.redis.QueueKeys.Counted;
import ai.levqor.ops.redis.QueueKeys.Side;
import ai.levqor.ops.spi.queue.RedriveProgress;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is said over two connections to move jobs in transactions: one watches, and later pushes, while the other reads.
 *
 * <p><b>Threading:</b> for one thread at a time. <b>Errors:</b> an {@link IOException} or a {@link RedisFault}, after which both
 * connections must be closed.
 */
final class MoveTalk {
    private static final int AT_ONCE = 3_000;
    private static final int BYTES_AT_ONCE = 1 << 20;

    /** The server reads so many in some 20 us. */
    private static final int CHUNK = 250;

    /** How many of these are asked for before the first has come. */
    private static final int AHEAD = 3;

    /** With fewer than these there is no talk. */
    static final int FEWEST = AHEAD * CHUNK;

    /** How many fingerprints make an element of the list: counting one takes the server about as long as ending a job. */
    private static final int WRITTEN_TOGETHER = 20 * Fingerprints.LENGTH;

    private static final Script TRIM = Script.named("redrive-trim");

    private final QueueKeys keys;
    private final MoveOrder order;
    private final MoveCourse course;
    private final JobWire writer;
    private final JobWire reader;
    private final boolean right;
    private final boolean counting;
    private final byte[] push;
    private final byte[] retry;
    private final Fingerprints moved = new Fingerprints(AT_ONCE);
    private RedriveProgress before = new RedriveProgress(0, 0, 0, 0);
    private byte[] last = {};
    private boolean watching;
    private int most;
    private int asked;
    private int queued;

    MoveTalk(QueueKeys keys, MoveOrder order, MoveCourse course, JobWire writer, JobWire reader) {
        this.keys = keys;
        this.order = order;
        this.course = course;
        this.writer = writer;
        this.reader = reader;
        this.right = keys.takes() == Side.RIGHT;
        this.counting = keys.counted() == Counted.MOVED;
        this.push = (right ? "LPUSH" : "RPUSH").getBytes(US_ASCII);
        this.retry = keys.retry().getBytes(US_ASCII);
    }

    /** Who may make no transactions is told before a job is touched: their commands would be carried out one by one. */
    void begin() throws IOException {
        writer.command("MULTI");
        writer.command("EXEC");
        watch();
        var unused = writer.reply();
        var none = Reply.list(writer.reply());
        if (!none.isEmpty()) {
            throw new IOException("a transaction of nothing gave " + none.size() + " answers");
        }
    }

    /** From now on a change is noticed. Asks how things are, and for the first jobs. */
    private void watch() throws IOException {
        writer.command("WATCH", keys.redrive(), keys.dead());
        writer.command("HMGET", keys.redrive(), "mover", "found", "moved", "quarantined", "left", "fresh", "highest");
        writer.command("LLEN", keys.dead());
        writer.command("TYPE", keys.retry());
        asked = 0;
        for (int i = 0; i < AHEAD; i++) {
            askForJobs(writer);
        }
        writer.flush();
        watching = true;
    }

    private void askForJobs(JobWire wire) throws IOException {
        var next = asked + CHUNK;
        if (right) {
            wire.command("LRANGE", keys.dead(), -next, -asked - 1);
        } else {
            wire.command("LRANGE", keys.dead(), asked, next - 1);
        }
        asked = next;
    }

    /** Whether more can be moved. If not, nothing is left to hear. */
    boolean goesOn() throws IOException {
        if (!watching) {
            return false;
        }
        var unused = writer.reply();
        var state = Reply.list(writer.reply());
        var length = Reply.number(writer.reply());
        var type = Reply.text(writer.reply());
        var counts = state.stream().map(RedriveState::number).toList();
        before = new RedriveProgress(counts.get(1), counts.get(2), counts.get(3), Math.min(counts.get(4), length));
        most = (int) Math.min(AT_ONCE, Math.min(before.left(), course.wanted()));
        if (is(state.get(0), order.mover())
                && nobodyIsLookedUp(state)
                && (type.equals("list") || type.equals("none"))
                && most >= FEWEST) {
            return true;
        }
        leave();
        return false;
    }

    private boolean nobodyIsLookedUp(List<@Nullable Object> state) {
        if (counting) {
            return is(state.get(5), "1") && order.mostRedrives() > 0;
        }
        return state.get(6) != null && RedriveState.number(state.get(6)) < order.mostRedrives();
    }

    private static boolean is(@Nullable Object word, String expected) {
        return Reply.maybeText(word).filter(expected::equals).isPresent();
    }

    /** Hears the jobs that were asked for, and does without them. */
    private void leave() throws IOException {
        for (int i = 0; i < AHEAD; i++) {
            var unused = writer.jobs();
        }
        writer.command("UNWATCH");
        writer.flush();
        var unused = writer.reply();
        watching = false;
    }

    /** Moves some, if {@link #goesOn} said so, and asks anew. */
    void move() throws IOException {
        queued = 0;
        moved.clear();
        queue("MULTI");
        var count = push();
        var after = new RedriveProgress(
                before.found(), before.moved() + count, before.quarantined(), before.left() - count);
        trim(count, after, writeDown());
        writer.command("EXEC");
        watch();
        if (isDone()) {
            course.moved(after);
        } else {
            hearState();
            leave();
        }
    }

    /** Whether the transaction was carried out. */
    private boolean isDone() throws IOException {
        for (int i = 0; i < queued; i++) {
            var unused = writer.reply();
        }
        var results = writer.reply();
        if (results == null) {
            return false;
        }
        for (var result : Reply.list(results)) {
            if (result instanceof RedisFault fault) {
                throw fault;
            }
        }
        return true;
    }

    private void hearState() throws IOException {
        for (int i = 0; i < 4; i++) {
            var unused = writer.reply();
        }
    }

    /** Passes jobs on, oldest first. Gives how many. */
    private int push() throws IOException {
        var done = 0;
        var bytes = 0L;
        for (int heard = 0; heard < asked; heard += CHUNK) {
            while (asked < most && asked - heard < AHEAD * CHUNK && bytes < BYTES_AT_ONCE) {
                askForJobs(reader);
                reader.flush();
            }
            var jobs = (heard < FEWEST ? writer : reader).jobs();
            var count = Math.min(most - done, jobs.count());
            writer.begin(count + 2);
            writer.word(push, 0, push.length);
            writer.word(retry, 0, retry.length);
            for (int i = 0; i < count; i++) {
                var job = right ? jobs.count() - 1 - i : i;
                bytes += passOn(jobs.bytes(), jobs.start(job), jobs.length(job));
            }
            if (count > 0) {
                var job = right ? jobs.count() - count : count - 1;
                last = Arrays.copyOfRange(jobs.bytes(), jobs.start(job), jobs.start(job) + jobs.length(job));
            }
            writer.flush();
            queued++;
            done += count;
        }
        return done;
    }

    private int passOn(byte[] from, int start, int length) throws IOException {
        writer.word(from, start, length);
        if (counting) {
            moved.add(from, start, length);
        }
        return length;
    }

    /** Gives how many elements of the list that takes. */
    private int writeDown() throws IOException {
        if (!counting) {
            return 0;
        }
        var elements = (moved.bytes() + WRITTEN_TOGETHER - 1) / WRITTEN_TOGETHER;
        writer.begin(elements + 2);
        for (var word : Words.of("RPUSH", keys.uncounted())) {
            writer.word(word, 0, word.length);
        }
        for (int at = 0; at < moved.bytes(); at += WRITTEN_TOGETHER) {
            writer.word(moved.names(), at, Math.min(WRITTEN_TOGETHER, moved.bytes() - at));
        }
        queued++;
        queue("EXPIRE", keys.uncounted(), QueueConsumer.KEPT);
        return elements;
    }

    /** Trims away what was pushed, and counts it. */
    private void trim(int count, RedriveProgress after, int elements) throws IOException {
        queue(
                "EVAL",
                TRIM.text(),
                4,
                keys.redrive(),
                keys.dead(),
                keys.retry(),
                keys.uncounted(),
                right ? 0 : -1,
                last,
                right ? 0 : count,
                right ? -count - 1 : -1,
                course.number(),
                after.moved(),
                after.left(),
                elements);
    }

    private void queue(Object... words) throws IOException {
        writer.command(words);
        queued++;
    }
}
