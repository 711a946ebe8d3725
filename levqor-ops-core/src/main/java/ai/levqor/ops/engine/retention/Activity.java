package ai.levqor.ops.engine.retention;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.SECONDS;

import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.activity.ActivityLog;
import ai.levqor.ops.spi.activity.ActivityLog.UserDay;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the host says that a user was active now; call it at each request, if that is easiest: a user counts once a day,
 * and what is known already costs a look-up. Recording never waits and never fails: it goes to a bounded buffer, from
 * which the loop writes it to the log of activity, and what does not fit any more is dropped and counted
 * ({@code levqor.activity.dropped}).
 *
 * <p>A user is an integer, a UUID, or a text. Of a text only the first 128 bits of its SHA-256 are kept, anywhere. One
 * user must always be given in the same form. If activity is counted from a log of the host's, what is recorded here is
 * dropped too, and the first such call is logged.
 *
 * <p><b>Threading:</b> safe for many threads.
 */
public final class Activity {
    private static final Logger LOG = LoggerFactory.getLogger(Activity.class);
    private static final int BATCH = 1_000;
    private static final long PATIENCE_SECONDS = 2;

    private final Optional<ActivityLog> log;
    private final int most;
    private final Today today;
    private final Listener listener;
    private final ConcurrentHashMap<UserDay, Boolean> waiting = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<UserDay, Boolean> written = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicBoolean needless = new AtomicBoolean();
    private final ReentrantLock writing = new ReentrantLock();
    private volatile boolean used;

    /** Hears what happens to activity. Its methods are quick, and safe for many threads. */
    interface Listener {

        /** An activity was dropped. */
        void dropped();

        /** The buffer is half full and should be written soon. */
        void filling();

        /** A user was erased from the log. */
        void forgotten(long high, long low);
    }

    /**
     * @param log where activity is written; empty if it is counted from somewhere else
     */
    Activity(Optional<ActivityLog> log, RetentionSetup setup, Clock clock, Listener listener) {
        this.log = log;
        this.most = setup.buffer();
        this.today = new Today(clock, setup.zone());
        this.listener = listener;
    }

    /** A user with an integer for an id was active now. */
    public void record(long user) {
        record(0, user);
    }

    /** A user with a UUID for an id was active now. */
    public void record(UUID user) {
        requireNonNull(user, "user");
        record(user.getMostSignificantBits(), user.getLeastSignificantBits());
    }

    /** A user with a text for an id, of any length, was active now. An empty text is nobody, and is passed over. */
    public void record(String user) {
        requireNonNull(user, "user");
        if (!user.isEmpty()) {
            var hash = hash(user);
            record(hash.getLong(0), hash.getLong(Long.BYTES));
        }
    }

    private void record(long high, long low) {
        if (log.isEmpty()) {
            listener.dropped();
            if (needless.compareAndSet(false, true)) {
                LOG.warn("activity is counted from a log of the host's; what is recorded in process is dropped");
            }
            return;
        }
        var seen = new UserDay(high, low, today.epochDay());
        if (waiting.containsKey(seen) || written.containsKey(seen)) {
            return;
        }
        var number = count.incrementAndGet();
        if (number > most) {
            count.decrementAndGet();
            listener.dropped();
        } else if (waiting.putIfAbsent(seen, true) != null) {
            count.decrementAndGet();
        } else {
            used = true;
            if (number == (most + 1) / 2) {
                listener.filling();
            }
        }
    }

    /**
     * Erases all activity of a user with an integer for an id. Days that were counted hold no id; the next night revises
     * those that it can still count. With a log of the host's, erase the user there too.
     *
     * @throws UnavailableException if the log cannot be written now; ask again then
     */
    public void forget(long user) {
        forget(0, user);
    }

    /** As {@link #forget(long)}, for a UUID. */
    public void forget(UUID user) {
        requireNonNull(user, "user");
        forget(user.getMostSignificantBits(), user.getLeastSignificantBits());
    }

    /** As {@link #forget(long)}, for a text. */
    public void forget(String user) {
        var hash = hash(user);
        forget(hash.getLong(0), hash.getLong(Long.BYTES));
    }

    private void forget(long high, long low) {
        lock();
        try {
            for (var seen : waiting.keySet()) {
                if (seen.high() == high && seen.low() == low && waiting.remove(seen) != null) {
                    count.decrementAndGet();
                }
            }
            written.keySet().removeIf(seen -> seen.high() == high && seen.low() == low);
            log.ifPresent(it -> it.forget(high, low));
            listener.forgotten(high, low);
        } finally {
            writing.unlock();
        }
    }

    /** Whether anything waits to be written. */
    boolean waits() {
        return count.get() > 0;
    }

    /** Whether anything was ever recorded in this process. */
    boolean used() {
        return used;
    }

    /**
     * Writes what waits. What could not be written waits on.
     *
     * @throws UnavailableException if the log cannot be written now
     */
    void flush() {
        if (log.isEmpty() || !waits()) {
            return;
        }
        lock();
        try {
            var all = List.copyOf(waiting.keySet());
            for (int from = 0; from < all.size(); from += BATCH) {
                var batch = all.subList(from, Math.min(all.size(), from + BATCH));
                log.get().write(batch);
                batch.forEach(this::wrote);
            }
        } finally {
            writing.unlock();
        }
    }

    private void wrote(UserDay seen) {
        if (written.mappingCount() >= most) {
            written.clear();
        }
        written.put(seen, true);
        if (waiting.remove(seen) != null) {
            count.decrementAndGet();
        }
    }

    private void lock() {
        try {
            if (writing.tryLock(PATIENCE_SECONDS, SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new UnavailableException("the log of activity is being written, and does not come to an end");
    }

    static ByteBuffer hash(String user) {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(user.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
