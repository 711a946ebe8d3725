package ai.levqor.ops.local;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.spi.queue.RedriveProgress;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/**
 * 100,000 jobs, or as many as {@code -Dlevqor.test.messages=} says. One of a hundred is poison and always fails; the
 * others fail up to three times. While two producers add them, one thread resizes the pool, one restarts it, and one
 * redrives what has failed. Workers that leave are interrupted at work.
 */
@Timeout(600)
class RedriveProofTest {
    private static final int JOBS = Integer.getInteger("levqor.test.messages", 100_000);
    private static final int PRODUCERS = 2;
    private static final int CHANGES = 250;
    private static final int MOST_REDRIVES = 3;
    private static final Logger LOG = (Logger) LoggerFactory.getLogger(LocalWorkerPool.class);
    private static final PoolSettings IMPATIENT =
            new PoolSettings(Duration.ofNanos(1), Duration.ofSeconds(30), Duration.ofMillis(1), Duration.ofMillis(1));

    private final InMemoryWorkQueue<Integer> queue =
            new InMemoryWorkQueue<>(5_000, JOBS, Clock.systemUTC(), System::nanoTime);
    private final AtomicIntegerArray running = new AtomicIntegerArray(JOBS);
    private final AtomicIntegerArray thrown = new AtomicIntegerArray(JOBS);
    private final AtomicIntegerArray finished = new AtomicIntegerArray(JOBS);
    private final AtomicInteger runTwiceAtOnce = new AtomicInteger();
    private final AtomicInteger cutShort = new AtomicInteger();

    private final AtomicInteger done = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    /** Each hears of every end: for the producers, the resizes, the restarts, the redrives. */
    private final List<Semaphore> ends =
            IntStream.range(0, 4).mapToObj(each -> new Semaphore(0)).toList();

    private long moved;
    private long quarantined;

    @BeforeEach
    void silence() {
        LOG.setLevel(Level.ERROR);
    }

    @AfterEach
    void unsilence() {
        LOG.setLevel(null);
    }

    @Test
    @DisplayName("every job is done once, or in quarantine if it is poison, whatever goes on meanwhile")
    void nothingIsLostOrDoneTwice() throws Exception {
        try (var pool = new LocalWorkerPool<>(queue, this::handle, this::ended, System::nanoTime, IMPATIENT)) {
            var random = new Random(20_261_123);
            pool.resize(2);
            var threads = Executors.newCachedThreadPool();
            try {
                var all = new ArrayList<Future<?>>();
                for (var producer = 0; producer < PRODUCERS; producer++) {
                    var first = producer;
                    all.add(threads.submit(() -> produce(first)));
                }
                all.add(threads.submit(() -> change(ends.get(1), () -> pool.resize(1 + random.nextInt(8)))));
                all.add(threads.submit(() -> change(ends.get(2), pool::restart)));
                redriveUntilOver();
                for (var each : all) {
                    each.get(60, SECONDS);
                }
            } finally {
                threads.shutdownNow();
            }
        }

        for (var job = 0; job < JOBS; job++) {
            assertThat(finished.get(job)).as("job %d finished", job).isEqualTo(isPoison(job) ? 0 : 1);
        }
        var poison = IntStream.range(0, JOBS)
                .filter(RedriveProofTest::isPoison)
                .boxed()
                .toList();
        assertThat(queue.quarantined(JOBS)).extracting(QuarantinedJob::job).containsExactlyInAnyOrderElementsOf(poison);
        assertThat(queue.depth().ready() + queue.depth().inFlight()).isZero();
        assertThat(queue.deadLetters().dead()).isZero();
        assertThat(moved + quarantined).isEqualTo(failed.get());
        assertThat(runTwiceAtOnce).hasValue(0);
        assertThat(cutShort).hasPositiveValue();
        System.out.printf(
                "%,d jobs: %,d done, %,d failures, %,d redriven, %,d quarantined, %,d cut short%n",
                JOBS, done.get(), failed.get(), moved, quarantined, cutShort.get());
    }

    private void handle(int job) throws InterruptedException {
        if (running.incrementAndGet(job) > 1) {
            runTwiceAtOnce.incrementAndGet();
        }
        try {
            work(job % 50 == 0 ? 5_000 : 10);
            if (isPoison(job) || thrown.getAndIncrement(job) < job % 4) {
                throw new IllegalStateException("a job's own trouble");
            }
            finished.incrementAndGet(job);
        } finally {
            running.decrementAndGet(job);
        }
    }

    private void work(int steps) throws InterruptedException {
        for (var step = 0; step < steps; step++) {
            if (Thread.interrupted()) {
                cutShort.incrementAndGet();
                throw new InterruptedException("cut short");
            }
            Thread.onSpinWait();
        }
    }

    private void ended(boolean hasFailed) {
        (hasFailed ? failed : done).incrementAndGet();
        ends.forEach(Semaphore::release);
    }

    private boolean produce(int first) throws InterruptedException {
        for (var job = first; job < JOBS; job += PRODUCERS) {
            while (!queue.offer(job)) {
                awaitEnds(ends.get(0), 1);
            }
        }
        return true;
    }

    private static boolean change(Semaphore ends, Runnable change) throws InterruptedException {
        for (var i = 0; i < CHANGES; i++) {
            change.run();
            awaitEnds(ends, JOBS / CHANGES);
        }
        return true;
    }

    private void redriveUntilOver() throws InterruptedException {
        var random = new Random(3);
        for (var redrive = 0; done.get() + quarantined < JOBS; redrive++) {
            if (queue.deadLetters().dead() == 0) {
                awaitEnds(ends.get(3), 1);
                ends.get(3).drainPermits();
            }
            var progress = redrive("redrive " + redrive, random);
            moved += progress.moved();
            quarantined += progress.quarantined();
        }
    }

    /** To its end, or until something seems to go wrong. */
    private RedriveProgress redrive(String name, Random random) {
        var progress = queue.beginRedrive(name);
        while (!progress.finished() && random.nextInt(10) > 0) {
            progress = queue.moveBatch(name, 1_000, MOST_REDRIVES);
        }
        return progress;
    }

    private static void awaitEnds(Semaphore ends, int jobs) throws InterruptedException {
        assertThat(ends.tryAcquire(jobs, 60, SECONDS)).as("jobs go on to end").isTrue();
    }

    private static boolean isPoison(int job) {
        return job % 100 == 0;
    }
}
