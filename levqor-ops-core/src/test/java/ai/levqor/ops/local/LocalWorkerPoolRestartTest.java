package ai.levqor.ops.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.queue.Delivery;
import ai.levqor.ops.spi.queue.Resize;
import ai.levqor.ops.spi.queue.Restart;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Workers that are replaced leave as lowered ones do: 30 s to drain, 5 s of grace, by the test's ticker. */
@Timeout(60)
class LocalWorkerPoolRestartTest {
    private final ManualTime time = new ManualTime();
    private final InMemoryWorkQueue<Runnable> queue = new InMemoryWorkQueue<>(100, time, time);
    private final LocalWorkerPool<Runnable> pool =
            new LocalWorkerPool<>(queue, Runnable::run, failed -> {}, time, PoolSettings.DEFAULTS);
    private final HeldJobs jobs = new HeldJobs();

    @AfterEach
    void release() {
        jobs.release();
        pool.close();
    }

    @Test
    @DisplayName("a pool without workers has none to replace")
    void withoutWorkers() {
        assertThat(pool.restart()).isEqualTo(new Restart(0, 0));
        assertThat(pool.report()).isEqualTo(new PoolReport(0, 0, 0, List.of()));
    }

    @Test
    @DisplayName("a worker that waits for a job is replaced at once, however long its queue would wait")
    void idleWorkerLeavesAtOnce() throws Exception {
        var slow = new QueueOver<>(queue) {
            @Override
            public Optional<Delivery<Runnable>> take(Duration wait) throws InterruptedException {
                jobs.begin();
                return super.take(Duration.ofHours(1));
            }
        };
        try (var idle = new LocalWorkerPool<>(slow, Runnable::run, failed -> {}, time, PoolSettings.DEFAULTS)) {
            idle.resize(1);
            var old = jobs.nextAtWork();

            var restart = idle.restart();
            old.join();
            var next = jobs.nextAtWork();

            assertThat(restart).isEqualTo(new Restart(1, 0));
            assertThat(next).isNotSameAs(old);
            assertThat(idle.report()).isEqualTo(new PoolReport(1, 0, 0, List.of()));
        }
    }

    @Test
    @DisplayName("a worker replaced at work drains for as long as a lowered one, and then ends well")
    void drainsUndisturbed() throws Exception {
        var old = givenBusy(1);

        var restart = pool.restart();
        time.advance(Duration.ofSeconds(30).minusNanos(1));
        var report = pool.report();
        var interrupted = old.isInterrupted();
        jobs.release();
        old.join();

        assertThat(restart).isEqualTo(new Restart(1, 1));
        assertThat(report).isEqualTo(new PoolReport(1, 1, 1, List.of()));
        assertThat(interrupted).isFalse();
        assertThat(queue.deadLetters().dead()).isZero();
        assertThat(pool.report()).isEqualTo(new PoolReport(1, 0, 0, List.of()));
    }

    @Test
    @DisplayName("a replaced worker that takes too long is interrupted, and its replacement does the cut job")
    void interruptedJobIsGivenBack() throws Exception {
        var attempts = new AtomicInteger();
        pool.resize(1);
        queue.offer(() -> {
            if (attempts.incrementAndGet() == 1) {
                jobs.stayUntilInterrupted();
                throw new IllegalStateException("cut short");
            }
            jobs.begin();
        });
        var old = jobs.nextAtWork();
        pool.restart();

        time.advance(Duration.ofSeconds(30));
        pool.report();
        var second = jobs.nextAtWork();
        old.join();

        assertThat(second).isNotSameAs(old);
        assertThat(attempts).hasValue(2);
        assertThat(queue.deadLetters().dead()).isZero();
    }

    @Test
    @DisplayName("a replaced worker that takes too long is interrupted though nobody asks for a report")
    void drainThreadWatches() throws Exception {
        var impatient = new PoolSettings(
                Duration.ofNanos(1), Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ofSeconds(1));
        try (var real = new LocalWorkerPool<>(queue, Runnable::run, failed -> {}, System::nanoTime, impatient)) {
            queue.offer(jobs::stayUntilInterrupted);
            real.resize(1);
            var old = jobs.nextAtWork();

            real.restart();
            old.join();

            assertThat(real.size()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("a replaced worker that ignores the interrupt is stuck, and keeps its job; the size is what it was")
    void stuckWorkerIsReported() throws Exception {
        var old = givenBusy(1);
        pool.restart();

        time.advance(Duration.ofSeconds(30));
        pool.report();
        time.advance(Duration.ofSeconds(5));
        var report = pool.report();

        assertThat(report).isEqualTo(new PoolReport(1, 1, 1, List.of(old.getName())));
        assertThat(queue.depth().inFlight()).isEqualTo(1);
        assertThat(queue.depth().ready()).isZero();
    }

    @Test
    @DisplayName("a restart beside a stuck worker replaces the others, and leaves it as it is")
    void besideAStuckWorker() throws Exception {
        var stuck = givenBusy(1);
        pool.restart();
        time.advance(Duration.ofSeconds(30));
        pool.report();
        time.advance(Duration.ofSeconds(5));

        var restart = pool.restart();

        assertThat(restart).isEqualTo(new Restart(1, 1));
        assertThat(pool.report()).isEqualTo(new PoolReport(1, 1, 1, List.of(stuck.getName())));
    }

    @Test
    @DisplayName("restarts in a row each replace the workers that take jobs, and only those")
    void twiceInARow() throws Exception {
        givenBusy(2);

        var first = pool.restart();
        queue.offer(jobs::stayUntilReleased);
        jobs.nextAtWork();
        var second = pool.restart();

        assertThat(first).isEqualTo(new Restart(2, 2));
        assertThat(second).isEqualTo(new Restart(2, 3));
        assertThat(pool.size()).isEqualTo(2);
    }

    @Test
    @DisplayName("a raise after a restart starts new workers: the replaced one still leaves")
    void replacedIsNotCalledBack() throws Exception {
        var old = givenBusy(1);
        pool.restart();

        var resize = pool.resize(2);
        jobs.release();
        old.join();

        assertThat(resize).isEqualTo(new Resize(1, 2, 1));
        assertThat(pool.report()).isEqualTo(new PoolReport(2, 0, 0, List.of()));
    }

    @Test
    @DisplayName("a worker that was draining at a restart keeps its time, and is not called back either")
    void drainingIsNotCalledBack() throws Exception {
        givenBusy(1);
        var lowered = givenBusy(2);
        pool.resize(1);
        time.advance(Duration.ofSeconds(20));

        var restart = pool.restart();
        var resize = pool.resize(3);
        time.advance(Duration.ofSeconds(10));
        pool.report();

        assertThat(restart).isEqualTo(new Restart(1, 2));
        assertThat(resize).isEqualTo(new Resize(1, 3, 2));
        assertThat(lowered.isInterrupted()).isTrue();
    }

    @Test
    @DisplayName("a closed pool cannot be restarted")
    void closedIsAFault() {
        pool.resize(1);
        pool.close();

        assertThatThrownBy(pool::restart)
                .isInstanceOf(UnavailableException.class)
                .hasMessage("the worker pool is closed");
        assertThat(pool.size()).isZero();
    }

    /** So many workers, each with a job that heeds no interrupt; the thread of the youngest. */
    private Thread givenBusy(int workers) throws InterruptedException {
        var youngest = Thread.currentThread();
        for (var size = pool.size() + 1; size <= workers; size++) {
            pool.resize(size);
            queue.offer(jobs::stayUntilReleased);
            youngest = jobs.nextAtWork();
        }
        return youngest;
    }
}
