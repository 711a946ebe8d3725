package ai.levqor.ops.redis;

import ai.levqor.ops.redis.RedisFault.Kind;
import ai.levqor.ops.spi.UnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process as a consumer of a queue. A job it has taken lies in a lane of its own at the server; a lane holds one job.
 * Each command to a lane has a higher number than the one before, so one that comes late does nothing. What a lane holds
 * after an answer was lost is found out by the next command to it.
 *
 * <p><b>Threading:</b> safe for many threads.
 */
final class QueueConsumer {
    private static final Logger LOG = LoggerFactory.getLogger(QueueConsumer.class);
    private static final Script TAKE = Script.named("queue-take");
    private static final Script END = Script.joined("uncounted", "queue-end");
    private static final Script BEAT = Script.named("queue-beat");
    private static final Script REAP = Script.named("queue-reap");
    private static final int TRIES = 2;

    /** How long counts of jobs are remembered that nobody took or redrove, in seconds. */
    static final long KEPT = Duration.ofDays(30).toSeconds();

    /** How a delivery ends. */
    enum End {
        DONE,
        FAILED,
        GIVEN_BACK
    }

    /** Where one job lies. Whoever has it is the only one to use it. */
    static final class Lane {
        private final String name;
        private long commands;
        /** Whether it may hold a job that nobody knows of. */
        private boolean unsure;

        private Lane(String name) {
            this.name = name;
        }
    }

    private final Redis redis;
    private final QueueKeys keys;
    private final Duration life;
    private final String id = UUID.randomUUID().toString().replace("-", "").substring(0, 16);
    private final AtomicInteger lanes = new AtomicInteger();
    private final ConcurrentLinkedDeque<Lane> free = new ConcurrentLinkedDeque<>();
    private final Queue<RedisDelivery> unconfirmed = new ConcurrentLinkedQueue<>();
    private volatile boolean retryFirst;

    /**
     * Asks nothing yet.
     *
     * @param life after how long without a sign of life its jobs are another's
     */
    QueueConsumer(Redis redis, QueueKeys keys, Duration life) {
        this.redis = redis;
        this.keys = keys;
        this.life = life;
    }

    /**
     * The next job, if there is one.
     *
     * @throws InterruptedException if the thread was interrupted meanwhile
     * @throws UnavailableException if Redis cannot be asked now
     */
    Optional<RedisDelivery> take() throws InterruptedException {
        var lane = free.pollFirst();
        if (lane == null) {
            lane = new Lane(id + "/" + lanes.incrementAndGet());
        }
        var taken = Optional.<RedisDelivery>empty();
        try {
            taken = take(lane);
            return taken;
        } catch (RedisFault e) {
            if (Thread.interrupted()) {
                releaseIfUnsure(lane);
                throw interrupted(e);
            }
            throw e.unavailable();
        } finally {
            if (taken.isEmpty()) {
                free.addFirst(lane);
            }
        }
    }

    static InterruptedException interrupted(RedisFault cause) {
        var interrupted = new InterruptedException("interrupted while Redis was asked for a job");
        interrupted.initCause(cause);
        return interrupted;
    }

    private Optional<RedisDelivery> take(Lane lane) {
        var number = ++lane.commands;
        try {
            var reply = Reply.list(redis.run(
                    TAKE,
                    List.of(
                            keys.ready(),
                            keys.retry(),
                            keys.taken(),
                            keys.lanes(),
                            keys.attempts(),
                            keys.consumers(),
                            keys.seen(),
                            keys.redriven(),
                            keys.redrive()),
                    keys.takes(),
                    lane.name,
                    number,
                    id,
                    life.toMillis(),
                    retryFirst ? 1 : 0,
                    lane.unsure ? 1 : 0,
                    KEPT,
                    keys.counted()));
            lane.unsure = false;
            if (!Reply.text(reply.get(0)).equals("TAKEN")) {
                return Optional.empty();
            }
            retryFirst = Reply.number(reply.get(3)) == 0;
            var bytes = Reply.maybeBytes(reply.get(1)).orElseThrow();
            var attempt = Math.toIntExact(Reply.number(reply.get(2)));
            return Optional.of(new RedisDelivery(this, lane, number, RedisJob.of(bytes), attempt));
        } catch (RedisFault e) {
            lane.unsure |= e.kind() == Kind.UNKNOWN;
            throw e;
        }
    }

    /**
     * Ends a delivery at the server, whether or not the thread is interrupted: a job must not stay in hand because its worker
     * was told to leave.
     *
     * @throws UnavailableException if it is not known to have ended; {@link #beat} asks again
     */
    void end(RedisDelivery delivery, End end) {
        var interrupted = Thread.interrupted();
        try {
            ask(delivery.lane(), delivery.number(), end.name(), TRIES);
            if (end == End.GIVEN_BACK) {
                retryFirst = false;
            }
            free.addFirst(delivery.lane());
        } catch (RedisFault e) {
            unconfirmed.add(delivery);
            throw e.unavailable();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void ask(Lane lane, long number, String how, int tries) {
        try {
            var unused = redis.run(
                    END,
                    List.of(
                            keys.taken(),
                            keys.lanes(),
                            keys.attempts(),
                            keys.redriven(),
                            keys.uncounted(),
                            keys.ready(),
                            keys.dead()),
                    keys.takes(),
                    lane.name,
                    number,
                    how);
        } catch (RedisFault e) {
            if (e.kind() != Kind.UNKNOWN || tries == 1) {
                throw e;
            }
            ask(lane, number, how, tries - 1);
        }
    }

    /**
     * Gives a sign of life, gives the jobs of the dead back, and clears up what earlier faults left open.
     *
     * @throws UnavailableException if Redis cannot be asked now
     */
    void beat() {
        try {
            reap(Reply.texts(redis.run(BEAT, List.of(keys.consumers()), id, life.toMillis())));
        } catch (RedisFault e) {
            throw e.unavailable();
        }
        for (var left = unconfirmed.size(); left > 0; left--) {
            var delivery = unconfirmed.poll();
            if (delivery != null) {
                delivery.settle();
            }
        }
        for (var lane : free) {
            if (free.remove(lane)) {
                try {
                    releaseIfUnsure(lane);
                } finally {
                    free.addFirst(lane);
                }
            }
        }
    }

    /**
     * Gives back what consumers hold whose time is over.
     *
     * @throws RedisFault if Redis does not answer
     */
    void reap(List<String> dead) {
        for (var consumer : dead) {
            var jobs = Reply.number(redis.run(
                    REAP, List.of(keys.consumers(), keys.taken(), keys.lanes(), keys.ready()), keys.takes(), consumer));
            if (jobs > 0) {
                LOG.warn("{} jobs of a consumer that gives no sign of life any more are ready again", jobs);
            }
        }
    }

    /** Gives back the job of a lost answer, if there is one. If that fails too, the lane stays as it is for the next time. */
    private void releaseIfUnsure(Lane lane) {
        if (!lane.unsure) {
            return;
        }
        try {
            ask(lane, ++lane.commands, "RELEASE", 1);
            lane.unsure = false;
        } catch (RedisFault e) {
            LOG.debug("whether a job lies in lane {} is asked again later", lane.name, e);
        }
    }
}
