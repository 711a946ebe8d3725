package ai.levqor.ops.examples.backend;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Sends real HTTP requests as a {@link LoadShape} says, whether or not earlier ones are answered (an open loop). At
 * most {@value #MOST_IN_FLIGHT} are unanswered at a time and at most {@value #MOST_PER_SECOND} start in a second; those
 * beyond are counted as held back.
 */
final class LoadDriver implements AutoCloseable {
    static final int MOST_IN_FLIGHT = 300;
    static final int MOST_PER_SECOND = 1_000;

    private static final int WARM_UP_PAIRS = 100;
    private static final Duration SLICE = Duration.ofMillis(5);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);

    private final HttpRequest order;
    private final LoadShape shape;
    private final Arrivals arrivals;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Semaphore inFlight = new Semaphore(MOST_IN_FLIGHT);
    private final LongAdder sent = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder heldBack = new LongAdder();
    private final Thread thread = new Thread(this::drive, "load-driver");
    private volatile boolean stopped;

    /** A driver that posts orders to the backend at {@code backend} once it is started. */
    LoadDriver(URI backend, LoadShape shape, long seed) {
        this.order = HttpRequest.newBuilder(backend.resolve("/orders"))
                .timeout(ANSWER_WITHIN)
                .POST(BodyPublishers.noBody())
                .build();
        this.shape = shape;
        this.arrivals = new Arrivals(seed);
        thread.setDaemon(true);
    }

    /**
     * Posts some orders, two at a time, and waits for the answers: a fresh JVM is slow at first, and that is no load to
     * scale for.
     */
    void warmUp() {
        for (var i = 0; i < WARM_UP_PAIRS; i++) {
            CompletableFuture.allOf(
                            client.sendAsync(order, BodyHandlers.discarding()),
                            client.sendAsync(order, BodyHandlers.discarding()))
                    .join();
        }
    }

    void start() {
        thread.start();
    }

    /** What was sent so far. */
    Sent sent() {
        return new Sent(sent.sum(), failed.sum(), heldBack.sum());
    }

    /** Sends nothing more, and waits for the answers under way for a few seconds. */
    @Override
    public void close() {
        stopped = true;
        LockSupport.unpark(thread);
        try {
            thread.join(TimeUnit.SECONDS.toMillis(1));
            if (inFlight.tryAcquire(MOST_IN_FLIGHT, 10, TimeUnit.SECONDS)) {
                inFlight.release(MOST_IN_FLIGHT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void drive() {
        var start = System.nanoTime();
        var last = start;
        while (!stopped) {
            LockSupport.parkNanos(SLICE.toNanos());
            var now = System.nanoTime();
            var slice = Math.min((now - last) / 1e9, 1);
            var due = arrivals.in(Math.min(shape.ratePerSecond(Duration.ofNanos(now - start)), MOST_PER_SECOND), slice);
            for (var i = 0; i < due && !stopped; i++) {
                send();
            }
            last = now;
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // answered() counts whatever comes of it
    private void send() {
        if (!inFlight.tryAcquire()) {
            heldBack.increment();
            return;
        }
        sent.increment();
        client.sendAsync(order, BodyHandlers.discarding()).whenComplete(this::answered);
    }

    private void answered(@Nullable HttpResponse<?> response, @Nullable Throwable failure) {
        inFlight.release();
        if (failure != null || response == null || response.statusCode() >= 400) {
            failed.increment();
        }
    }

    /**
     * Requests of the driver.
     *
     * @param sent started
     * @param failed answered by an error, or not at all
     * @param heldBack due, and never sent because too many were unanswered
     */
    record Sent(long sent, long failed, long heldBack) {}
}
