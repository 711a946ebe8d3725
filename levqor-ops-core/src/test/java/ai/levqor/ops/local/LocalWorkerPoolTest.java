package ai.levqor.ops.local;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.metrics.Outcomes;
import ai.levqor.ops.spi.queue.Delivery;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LocalWorkerPoolTest {
    private final InMemoryWorkQueue<Job> queue = new InMemoryWorkQueue<>(1_000, Clock.systemUTC(), System::nanoTime);
    private final LatencyRecorder recorder = new LatencyRecorder(Clock.systemUTC(), System::nanoTime);
    private final LinkedBlockingQueue<Thread> ran = new LinkedBlockingQueue<>();
    private final LocalWorkerPool<Job> pool = new LocalWorkerPool<>(queue, Job::run, recorder::recordJob);

    private interface Job {
        void run() throws Exception;
    }

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    @DisplayName("a new pool has no worker and no thread; a resize gives it daemon threads with names")
    void resizeStartsNamedDaemons() throws Exception {
        queue.offer(this::remember);
        var before = pool.report();

        pool.resize(1);
        var thread = nextThread();

        assertThat(before).isEqualTo(new PoolReport(0, 0, 0, List.of()));
        assertThat(thread.getName()).isEqualTo("levqor-worker-1");
        assertThat(thread.isDaemon()).isTrue();
    }

    @Test
    @DisplayName("a job that throws counts as failed, goes to the dead letters, and its worker goes on")
    void failedJobIsCounted() throws Exception {
        queue.offer(() -> {
            remember();
            throw new IllegalStateException("a job's own trouble");
        });
        queue.offer(this::remember);

        pool.resize(1);
        var first = nextThread();
        var second = nextThread();
        pool.close();

        assertThat(second).isSameAs(first);
        assertThat(recorder.jobs().sample().outcomes()).isEqualTo(new Outcomes(2, 1));
        assertThat(queue.depth().ready() + queue.depth().inFlight()).isZero();
        assertThat(queue.deadLetters().dead()).isEqualTo(1);
    }

    @Test
    @DisplayName("a job that interrupts its own worker does not disturb the next job")
    void ownInterruptEndsWithTheJob() throws Exception {
        queue.offer(() -> Thread.currentThread().interrupt());
        queue.offer(() -> {
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            remember();
        });

        pool.resize(1);

        assertThat(nextThread().getName()).isEqualTo("levqor-worker-1");
    }

    @Test
    @DisplayName("an error in a handler costs the thread, which is replaced, and counts as a failure")
    void errorReplacesTheWorker() throws Exception {
        queue.offer(() -> {
            remember();
            throw new StackOverflowError("as deep as it gets");
        });
        queue.offer(this::remember);

        pool.resize(1);
        var first = nextThread();
        var second = nextThread();
        var size = pool.size();
        pool.close();

        assertThat(second).isNotSameAs(first);
        assertThat(size).isEqualTo(1);
        assertThat(recorder.jobs().sample().outcomes()).isEqualTo(new Outcomes(2, 1));
        assertThat(queue.deadLetters().dead()).isEqualTo(1);
    }

    @Test
    @DisplayName("a listener that throws does not stop the work")
    void listenerMayThrow() throws Exception {
        var ended = new AtomicInteger();
        try (var carefree = new LocalWorkerPool<Job>(queue, Job::run, failed -> {
            ended.incrementAndGet();
            throw new IllegalStateException("the listener's own trouble");
        })) {
            queue.offer(this::remember);
            queue.offer(this::remember);
            carefree.resize(1);

            assertThat(nextThread()).isSameAs(nextThread());
        }
        assertThat(ended).hasValue(2);
    }

    @Test
    @DisplayName("a queue that fails is asked again, and its jobs are done once it answers")
    void failingQueueIsAskedAgain() throws Exception {
        var faults = new AtomicInteger(3);
        var flaky = new QueueOver<>(queue) {
            @Override
            public Optional<Delivery<Job>> take(Duration wait) throws InterruptedException {
                if (faults.getAndDecrement() > 0) {
                    throw new UnavailableException("the broker is away");
                }
                return super.take(wait);
            }
        };
        var patience = new PoolSettings(
                Duration.ofSeconds(30), Duration.ofSeconds(5), Duration.ofNanos(1), Duration.ofNanos(1));
        try (var persistent = new LocalWorkerPool<>(flaky, Job::run, recorder::recordJob, System::nanoTime, patience)) {
            queue.offer(this::remember);
            persistent.resize(1);

            assertThat(nextThread().getName()).isEqualTo("levqor-worker-1");
        }
        assertThat(faults).hasNegativeValue();
    }

    @Test
    @DisplayName("a worker that waits for a failed queue leaves at once when it must")
    void retryIsInterruptible() throws Exception {
        var asked = new CountDownLatch(1);
        var dead = new QueueOver<>(queue) {
            @Override
            public Optional<Delivery<Job>> take(Duration wait) {
                asked.countDown();
                throw new UnavailableException("the broker is gone");
            }
        };
        var patience =
                new PoolSettings(Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1));
        var waiting = new LocalWorkerPool<>(dead, Job::run, recorder::recordJob, System::nanoTime, patience);
        waiting.resize(1);
        asked.await();

        waiting.close();

        assertThat(waiting.report()).isEqualTo(new PoolReport(0, 0, 0, List.of()));
    }

    @Test
    @DisplayName("a queue that cannot be told that a job is done does not stop the work")
    void failingDoneIsSurvived() throws Exception {
        survivesDeafQueue(this::remember, 0);
    }

    @Test
    @DisplayName("a queue that cannot be told that a job failed does not stop the work")
    void failingFailIsSurvived() throws Exception {
        survivesDeafQueue(
                () -> {
                    remember();
                    throw new IllegalStateException("a job's own trouble");
                },
                1);
    }

    private void survivesDeafQueue(Job job, int failures) throws Exception {
        var told = new AtomicBoolean();
        var deaf = new QueueOver<>(queue) {
            @Override
            public Optional<Delivery<Job>> take(Duration wait) throws InterruptedException {
                return super.take(wait).map(delivery -> told.getAndSet(true) ? delivery : new DeafDelivery(delivery));
            }
        };
        try (var patient = new LocalWorkerPool<>(deaf, Job::run, recorder::recordJob)) {
            queue.offer(job);
            queue.offer(this::remember);
            patient.resize(1);

            assertThat(nextThread()).isSameAs(nextThread());
        }
        assertThat(queue.depth().inFlight()).isEqualTo(1);
        assertThat(recorder.jobs().sample().outcomes()).isEqualTo(new Outcomes(2, failures));
    }

    @Test
    @DisplayName("a closed pool has finished the jobs in hand, ended its threads, and cannot be resized")
    void closeFinishesJobs() throws Exception {
        var mayEnd = new CountDownLatch(1);
        queue.offer(() -> {
            remember();
            mayEnd.await();
        });
        pool.resize(2);
        var worker = nextThread();
        var closer = new Thread(pool::close);

        closer.start();
        while (pool.size() > 0) {
            Thread.onSpinWait();
        }
        mayEnd.countDown();
        closer.join();
        worker.join();

        assertThat(recorder.jobs().sample().outcomes()).isEqualTo(new Outcomes(1, 0));
        assertThat(pool.report()).isEqualTo(new PoolReport(0, 0, 0, List.of()));
        assertThatThrownBy(() -> pool.resize(1))
                .isInstanceOf(UnavailableException.class)
                .hasMessage("the worker pool is closed");
    }

    @Test
    @DisplayName("after a failure a worker waits twice as long each time, up to the longest wait")
    void retriesSlowDown() {
        var settings = PoolSettings.DEFAULTS;

        assertThat(settings.retryAfter(1)).isEqualTo(Duration.ofMillis(100));
        assertThat(settings.retryAfter(2)).isEqualTo(Duration.ofMillis(200));
        assertThat(settings.retryAfter(7)).isEqualTo(Duration.ofMillis(6_400));
        assertThat(settings.retryAfter(8)).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.retryAfter(Integer.MAX_VALUE)).isEqualTo(Duration.ofSeconds(10));
    }

    private void remember() {
        ran.add(Thread.currentThread());
    }

    private Thread nextThread() throws InterruptedException {
        var thread = ran.poll(30, SECONDS);
        assertThat(thread).as("the thread that ran the next job").isNotNull();
        return thread;
    }

    private record DeafDelivery(Delivery<Job> delivery) implements Delivery<Job> {

        @Override
        public Job job() {
            return delivery.job();
        }

        @Override
        public int attempt() {
            return delivery.attempt();
        }

        @Override
        public void done() {
            throw new UnavailableException("the broker is away");
        }

        @Override
        public void fail() {
            throw new UnavailableException("the broker is away");
        }

        @Override
        public void giveBack() {
            throw new UnavailableException("the broker is away");
        }
    }
}
