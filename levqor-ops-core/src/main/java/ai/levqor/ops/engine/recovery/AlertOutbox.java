package ai.levqor.ops.engine.recovery;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import ai.levqor.ops.engine.ask.FaultLog;
import ai.levqor.ops.engine.recovery.AlertBacklog.Message;
import ai.levqor.ops.spi.host.Alert;
import ai.levqor.ops.spi.host.AlertChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes alerts and sends them one after the other, at least three seconds apart, by a daemon thread that lives as long
 * as something waits. Alerts that wait together go as one message.
 *
 * <p>An incident has one alert a phase. A hundred alerts wait at most; how many were lost beyond that, or because the
 * channel failed, is said in the next message.
 *
 * <p><b>Threading:</b> safe for many threads.
 */
final class AlertOutbox implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AlertOutbox.class);
    private static final Duration APART = Duration.ofSeconds(3);
    private static final Duration LAST_WORDS = Duration.ofMillis(500);
    private static final Duration GRACE = Duration.ofMillis(400);

    private final boolean hasChannel;
    private final AlertSender sender;
    private final ObjIntConsumer<Result> counts;
    private final FaultLog faults;
    private final Time time;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AlertBacklog backlog = new AlertBacklog(); // guarded by this
    private @Nullable Thread thread; // guarded by this
    private long next;

    /** What became of an alert; {@link #FAILED} of a try. */
    enum Result {
        /** It was sent. */
        SENT,
        /** A try to send it failed. */
        FAILED,
        /** It was given up: nobody reads it. */
        DROPPED,
        /** It repeats the phase of an incident. */
        SUPPRESSED
    }

    /**
     * How time passes and how a thread comes to be.
     *
     * @param ticker nanoseconds that only go forward
     * @param waiter waits
     * @param threads makes the thread that sends
     */
    record Time(LongSupplier ticker, Waiter waiter, ThreadFactory threads) {}

    /** Waits for a latch, as {@link CountDownLatch#await(long, java.util.concurrent.TimeUnit)} does. */
    @FunctionalInterface
    interface Waiter {
        /** Returns when the time is over, or at once when the latch is down. */
        void await(CountDownLatch latch, Duration time) throws InterruptedException;
    }

    /**
     * @param channel where alerts go; without one they go nowhere, and are not counted
     * @param ticker nanoseconds that only go forward
     * @param counts is told what became of how many alerts, by several threads
     * @param faults is told when the channel fails, and when it is well again
     */
    AlertOutbox(Optional<AlertChannel> channel, LongSupplier ticker, ObjIntConsumer<Result> counts, FaultLog faults) {
        this(channel, new Time(ticker, AlertOutbox::await, AlertOutbox::daemon), counts, faults);
    }

    AlertOutbox(Optional<AlertChannel> channel, Time time, ObjIntConsumer<Result> counts, FaultLog faults) {
        this.hasChannel = channel.isPresent();
        this.sender = new AlertSender(channel.orElse(alert -> {}), faults, () -> counts.accept(Result.FAILED, 1));
        this.counts = counts;
        this.faults = faults;
        this.time = time;
        this.next = time.ticker().getAsLong();
    }

    /**
     * Takes an alert, and returns at once.
     *
     * @param phase what of the incident it tells; a second alert of the same incident and phase is not sent. An alert
     *     without an incident is never a second one
     * @return whether it waits to be sent
     */
    boolean offer(String phase, Alert alert) {
        if (!hasChannel) {
            return false;
        }
        var refused = take(phase, alert);
        refused.ifPresent(result -> counts.accept(result, 1));
        return refused.isEmpty();
    }

    /** Whether there is anywhere to send to. */
    boolean hasChannel() {
        return hasChannel;
    }

    private synchronized Optional<Result> take(String phase, Alert alert) {
        if (isClosed()) {
            return Optional.of(Result.DROPPED);
        }
        var result = backlog.add(phase, alert);
        if (thread == null && !backlog.isEmpty()) {
            start();
        }
        return result;
    }

    private void start() {
        var made = time.threads().newThread(this::sendAll);
        try {
            made.start();
            thread = made;
        } catch (OutOfMemoryError e) {
            faults.fault("alerts", "the system has no thread; the next alert tries again", Optional.of(e));
        }
    }

    private void sendAll() {
        try {
            do {
                pass(Duration.ofNanos(Math.max(0, next - time.ticker().getAsLong())));
                send(oldest());
                next = time.ticker().getAsLong() + APART.toNanos();
            } while (goesOn());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            ended();
        }
    }

    private void send(Message message) throws InterruptedException {
        var sent = false;
        try {
            sent = sender.send(message.alert(), this::pass);
        } finally {
            counts.accept(sent ? Result.SENT : Result.DROPPED, message.alerts());
            settle(message, sent);
        }
    }

    private boolean pass(Duration wait) throws InterruptedException {
        if (!wait.isZero()) {
            time.waiter().await(closed, wait);
        }
        return !isClosed();
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private synchronized Message oldest() {
        return backlog.take();
    }

    private synchronized void settle(Message message, boolean sent) {
        backlog.settle(message, sent);
    }

    private synchronized boolean goesOn() {
        if (isClosed() || backlog.isEmpty()) {
            thread = null;
        }
        return thread != null;
    }

    private synchronized void ended() {
        thread = null;
    }

    /**
     * Ends within a second. What is being sent, or is next, has half of it; how many alerts nobody will read is logged.
     */
    @Override
    public void close() {
        if (isClosed()) {
            return;
        }
        closed.countDown();
        var last = running();
        try {
            if (last.isPresent()) {
                last.get().join(LAST_WORDS.toMillis());
                last.get().interrupt();
                last.get().join(GRACE.toMillis());
            }
        } catch (InterruptedException e) {
            last.ifPresent(Thread::interrupt);
            Thread.currentThread().interrupt();
        }
        giveUp();
    }

    private synchronized Optional<Thread> running() {
        return Optional.ofNullable(thread);
    }

    private void giveUp() {
        int waiting;
        int untold;
        synchronized (this) {
            waiting = backlog.giveUp();
            untold = backlog.untold();
        }
        if (waiting > 0) {
            counts.accept(Result.DROPPED, waiting);
        }
        if (untold > 0) {
            LOG.warn("closed: {} alerts were not sent", untold);
        }
    }

    private static void await(CountDownLatch latch, Duration time) throws InterruptedException {
        var unused = latch.await(time.toNanos(), NANOSECONDS);
    }

    static Thread daemon(Runnable task) {
        var made = new Thread(task, "levqor-ops-alerts");
        made.setDaemon(true);
        return made;
    }
}
