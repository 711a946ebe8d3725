package ai.levqor.ops.local;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.spi.metrics.Outcomes;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A thousand random resizes while three producers fill the queue and the workers empty it. */
@Timeout(120)
class LocalWorkerPoolResizeTest {
    private static final int RESIZES = 1_000;
    private static final int JOBS_A_RESIZE = 20;
    private static final int JOBS = RESIZES * JOBS_A_RESIZE;
    private static final int PRODUCERS = 3;

    private final InMemoryWorkQueue<Integer> queue = new InMemoryWorkQueue<>(JOBS, Clock.systemUTC(), System::nanoTime);
    private final LatencyRecorder recorder = new LatencyRecorder(Clock.systemUTC(), System::nanoTime);
    private final AtomicIntegerArray running = new AtomicIntegerArray(JOBS);
    private final AtomicIntegerArray finished = new AtomicIntegerArray(JOBS);
    private final AtomicInteger runTwiceAtOnce = new AtomicInteger();
    private final AtomicInteger cutShort = new AtomicInteger();
    private final Semaphore room = new Semaphore(64);
    private final Semaphore progress = new Semaphore(0);

    @Test
    @DisplayName("no job is lost or run twice, whatever the resizes do")
    void undisturbed() throws Exception {
        resizeUnderLoad(PoolSettings.DEFAULTS, this::finish);

        assertThat(cutShort).hasValue(0);
    }

    @Test
    @DisplayName(
            "no job is lost or finished twice, nor ever runs twice at once, though workers are interrupted at work")
    void interrupted() throws Exception {
        var impatient = new PoolSettings(
                Duration.ofNanos(1), Duration.ofSeconds(30), Duration.ofMillis(1), Duration.ofMillis(1));

        resizeUnderLoad(impatient, job -> {
            for (var i = 0; i < 1_000; i++) {
                if (Thread.interrupted()) {
                    cutShort.incrementAndGet();
                    throw new InterruptedException("cut short");
                }
                Thread.onSpinWait();
            }
            finish(job);
        });

        assertThat(cutShort).hasPositiveValue();
    }

    private void resizeUnderLoad(PoolSettings settings, JobHandler<Integer> handler) throws Exception {
        JobHandler<Integer> watched = job -> {
            if (running.incrementAndGet(job) > 1) {
                runTwiceAtOnce.incrementAndGet();
            }
            try {
                handler.handle(job);
            } finally {
                running.decrementAndGet(job);
            }
        };
        try (var pool = new LocalWorkerPool<>(queue, watched, recorder::recordJob, System::nanoTime, settings)) {
            pool.resize(2);
            for (var producer = 0; producer < PRODUCERS; producer++) {
                var first = producer;
                new Thread(() -> produce(first)).start();
            }
            var random = new Random(20_261_123);
            for (var resize = 0; resize < RESIZES; resize++) {
                var target = 1 + random.nextInt(8);
                assertThat(pool.resize(target).after()).isEqualTo(target).isEqualTo(pool.size());
                progress.acquire(JOBS_A_RESIZE);
            }
        }

        for (var job = 0; job < JOBS; job++) {
            assertThat(finished.get(job)).as("job %d finished", job).isEqualTo(1);
        }
        assertThat(runTwiceAtOnce).hasValue(0);
        assertThat(recorder.jobs().sample().outcomes()).isEqualTo(new Outcomes(JOBS, 0));
        assertThat(queue.depth().ready() + queue.depth().inFlight()).isZero();
    }

    private void produce(int first) {
        for (var job = first; job < JOBS; job += PRODUCERS) {
            room.acquireUninterruptibly();
            queue.offer(job);
        }
    }

    private void finish(Integer job) {
        finished.incrementAndGet(job);
        room.release();
        progress.release();
    }
}
