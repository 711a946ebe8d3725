package ai.levqor.ops.redis;

import static java.util.Objects.requireNonNull;

import ai.levqor.ops.spi.ConfigurationException;
import ai.levqor.ops.spi.SelfCheck;
import ai.levqor.ops.spi.Settings;
import ai.levqor.ops.spi.queue.DeadLetterDepth;
import ai.levqor.ops.spi.queue.DeadLetterQueue;
import ai.levqor.ops.spi.queue.DeliveringQueue;
import ai.levqor.ops.spi.queue.Delivery;
import ai.levqor.ops.spi.queue.QueueDepth;
import ai.levqor.ops.spi.queue.RedriveProgress;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * A queue in plain Redis lists: the jobs that wait, those to retry, and those that failed. A job is bytes that mean nothing
 * here, so the host's own producers and workers may use the lists at the same time: they push a job, pop one, push one that
 * failed to the dead letters, or pop one to retry.
 *
 * <p><b>Delivery:</b> at least once. A job that a worker here has taken is given back to the head of the ready list if its
 * process gives no sign of life for 30 seconds by the server's clock. New jobs and those to retry take turns.
 *
 * <p><b>Counts:</b> attempts and redrives are counted by the job's bytes, by 80 bits of their SHA-1, so jobs of equal bytes
 * share them. A redrive counts
 * when the job is moved; or, if the settings say so, when a worker here takes it from the retry list, which makes moves fast and
 * is right only if nobody else reads that list. They are dropped when a worker here is done with the job, and 30 days after the last job of the queue was taken
 * or redriven.
 *
 * <p><b>Ages:</b> nothing in a list says since when. What is told is for how long the job at the head has been seen there by
 * whoever reads the depths, and so a lower bound of its age; it begins at zero when the job is first seen at the head, and
 * stays there while the next job has the same bytes. It can be too high in one case: somebody else took the job between two
 * looks, one of the same bytes came to the head, and the list is not shorter than before.
 *
 * <p><b>Redrive:</b> whoever {@linkplain #beginRedrive begins} one, or takes it up, is its only mover; the moves of any other
 * fail with an {@link IllegalStateException} and move nothing. A call moves for one and a half seconds at the most, in scripts
 * and transactions of half a millisecond. It may move nothing while what was moved before is being counted.
 *
 * <p><b>Threading:</b> safe for many threads. Nothing is opened before the first call; the first {@link #take} begins a daemon
 * thread that {@link #close} ends.
 */
public final class RedisListQueue implements DeliveringQueue<RedisJob>, DeadLetterQueue, SelfCheck, AutoCloseable {
    static final Duration LIFE = Duration.ofSeconds(30);

    private static final Duration SLICE = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofDays(365);

    private final Redis redis;
    private final QueueKeys keys;
    private final LongSupplier ticker;
    private final QueueConsumer consumer;
    private final QueueBeat beat;
    private final QueueDepths depths;
    private final QueueRedrive redrive;
    /** Of those who wait, one waits at the server. */
    private final ReentrantLock turn = new ReentrantLock(true);

    RedisListQueue(Redis redis, QueueKeys keys, Clock clock, LongSupplier ticker, Duration life) {
        this.redis = redis;
        this.keys = keys;
        this.ticker = ticker;
        this.consumer = new QueueConsumer(redis, keys, life);
        this.beat = new QueueBeat(consumer, life.dividedBy(4));
        this.depths = new QueueDepths(redis, keys, consumer, clock);
        this.redrive = new QueueRedrive(redis, keys, ticker);
    }

    /**
     * The queue that the settings name; opens nothing.
     *
     * @param settings as for {@link RedisListQueueProvider}
     * @param clock dates the depths
     * @throws ConfigurationException if a setting breaks its rule
     */
    public static RedisListQueue of(Settings settings, Clock clock) {
        requireNonNull(clock, "clock");
        var redis = new Redis(RedisSettings.of(settings), System::nanoTime);
        return new RedisListQueue(redis, QueueKeys.of(settings), clock, System::nanoTime, LIFE);
    }

    @Override
    public Optional<Delivery<RedisJob>> take(Duration wait) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        beat.begin();
        var until = ticker.getAsLong() + (wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT).toNanos();
        var taken = consumer.take();
        if (taken.isPresent() || wait.isNegative() || wait.isZero()) {
            return taken.map(delivery -> delivery);
        }
        if (!turn.tryLock(until - ticker.getAsLong(), TimeUnit.NANOSECONDS)) {
            return Optional.empty();
        }
        try {
            taken = consumer.take();
            for (var left = until - ticker.getAsLong();
                    taken.isEmpty() && left > 0;
                    left = until - ticker.getAsLong()) {
                awaitJob(Duration.ofNanos(Math.min(left, SLICE.toNanos())));
                taken = consumer.take();
            }
            return taken.map(delivery -> delivery);
        } finally {
            turn.unlock();
        }
    }

    /**
     * Waits until a job is in the ready list, and takes nothing: the server moves what is at the list's head to where it is.
     * So nothing can be lost with the answer.
     */
    private void awaitJob(Duration slice) throws InterruptedException {
        var seconds = Math.max(1, slice.toMillis()) / 1_000.0;
        try {
            var unused = redis.askWaiting(
                    slice, keys.ready(), "BLMOVE", keys.ready(), keys.ready(), keys.takes(), keys.takes(), seconds);
        } catch (RedisFault e) {
            if (Thread.interrupted()) {
                throw QueueConsumer.interrupted(e);
            }
            throw e.unavailable();
        }
    }

    /** {@inheritDoc} Its age is a lower bound, as told above. */
    @Override
    public QueueDepth depth() {
        return depths().queue();
    }

    /** {@inheritDoc} Its age is a lower bound, as told above. */
    @Override
    public DeadLetterDepth deadLetters() {
        return depths().deadLetters();
    }

    private QueueDepths.Depths depths() {
        try {
            return depths.read();
        } catch (RedisFault e) {
            throw e.unavailable();
        }
    }

    /** {@inheritDoc} Whoever calls it is the redrive's only mover from now on. */
    @Override
    public RedriveProgress beginRedrive(String redrive) {
        return this.redrive.begin(redrive);
    }

    /**
     * {@inheritDoc} May move fewer than {@code most} if that would take too long.
     *
     * @throws IllegalStateException also if somebody else has taken the redrive up
     */
    @Override
    public RedriveProgress moveBatch(String redrive, int most, int mostRedrives) {
        return this.redrive.move(redrive, most, mostRedrives);
    }

    /** The server is recent enough, throws no queue away for want of memory, and lets all keys be read and marked. */
    @Override
    public void selfCheck() {
        try {
            QueueFaults.checkVersion(info("server", "redis_version"));
            QueueFaults.checkEviction(info("memory", "maxmemory"), info("memory", "maxmemory_policy"));
            var unused = depths.read();
        } catch (RedisFault e) {
            throw QueueFaults.checked(e);
        }
    }

    /** A line of what the server tells of itself; empty if there is none. */
    private String info(String section, String name) {
        return Reply.text(redis.ask(keys.ready(), "INFO", section))
                .lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    /** Gives no sign of life any more, and asks Redis nothing more. Jobs in hand become another's when their time is over. */
    @Override
    public void close() {
        beat.close();
        redis.close();
    }
}
