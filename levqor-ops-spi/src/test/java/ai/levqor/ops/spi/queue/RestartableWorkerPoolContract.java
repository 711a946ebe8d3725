package ai.levqor.ops.spi.queue;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ai.levqor.ops.spi.UnavailableException;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What every {@link RestartableWorkerPool} promises, beside what every pool does. Extend it once for each
 * implementation.
 */
public abstract class RestartableWorkerPoolContract extends WorkerPoolContract {

    @Override
    protected abstract RestartableWorkerPool pool();

    @Test
    @DisplayName("a restart replaces every worker, and the size stays; so does the next one")
    void sizeStays() {
        pool().resize(3);

        var first = pool().restart();
        var size = pool().size();
        var second = pool().restart();

        assertThat(first.replaced()).isEqualTo(3);
        assertThat(size).isEqualTo(3);
        assertThat(second.replaced()).isEqualTo(3);
        assertThat(pool().size()).isEqualTo(3);
    }

    @Test
    @DisplayName("a restarted pool is resized as any other")
    void resizedAfterwards() {
        pool().resize(2);
        pool().restart();

        var up = pool().resize(4);
        var down = pool().resize(1);

        assertThat(up.before()).isEqualTo(2);
        assertThat(up.after()).isEqualTo(4);
        assertThat(down.after()).isEqualTo(1);
        assertThat(pool().size()).isEqualTo(1);
    }

    @TestFactory
    @DisplayName("a restarted pool")
    Stream<DynamicTest> workersAreNew() {
        return withWorkers("has none of its old threads", workers -> {
            pool().resize(3);
            var before = threads(3, workers);

            pool().restart();
            var after = threads(3, workers);

            assertThat(before).hasSize(3);
            assertThat(after).hasSize(3).doesNotContainAnyElementsOf(before);
        });
    }

    @TestFactory
    @DisplayName("a worker that is replaced")
    Stream<DynamicTest> replacedWorkersFinish() {
        return withWorkers("finishes its job undisturbed, while its replacement works already", workers -> {
            var mayEnd = new CountDownLatch(1);
            pool().resize(2);
            var finished = givenBusy(2, workers, mayEnd);

            var restart = pool().restart();
            var together = new CyclicBarrier(3);
            for (var i = 0; i < 2; i++) {
                workers.accept(() -> await(together));
            }
            together.await(PATIENCE, SECONDS);
            mayEnd.countDown();

            assertThat(restart).isEqualTo(new Restart(2, 2));
            assertThat(finished.await(PATIENCE, SECONDS)).isTrue();
        });
    }

    @TestFactory
    @DisplayName("a worker that was replaced")
    Stream<DynamicTest> replacedWorkersStayAway() {
        return withWorkers("is not called back by a raise: new ones work beside it", workers -> {
            var mayEnd = new CountDownLatch(1);
            pool().resize(1);
            var finished = givenBusy(1, workers, mayEnd);

            pool().restart();
            var resize = pool().resize(2);
            var together = new CyclicBarrier(3);
            for (var i = 0; i < 2; i++) {
                workers.accept(() -> await(together));
            }
            together.await(PATIENCE, SECONDS);
            mayEnd.countDown();

            assertThat(resize).isEqualTo(new Resize(1, 2, 1));
            assertThat(finished.await(PATIENCE, SECONDS)).isTrue();
        });
    }

    @TestFactory
    @DisplayName("a pool restarted under load, while another thread resizes it")
    Stream<DynamicTest> noJobIsLostOrRunTwiceByRestarts() {
        return withWorkers("loses no job and runs none twice", workers -> {
            var jobs = 2_000;
            var runs = new AtomicIntegerArray(jobs);
            var finished = new CountDownLatch(jobs);
            var progress = new Semaphore(0);
            var random = new Random(11);
            pool().resize(2);
            var resizer = Executors.newSingleThreadExecutor();
            try {
                var resizing = resizer.submit(() -> {
                    for (var i = 0; i < jobs; i += 10) {
                        pool().resize(1 + random.nextInt(4));
                        progress.acquire(10);
                    }
                    return true;
                });
                for (var i = 0; i < jobs; i++) {
                    var job = i;
                    workers.accept(() -> {
                        runs.incrementAndGet(job);
                        finished.countDown();
                        progress.release();
                    });
                    if (i % 20 == 0) {
                        pool().restart();
                    }
                }

                assertThat(finished.await(PATIENCE, SECONDS)).isTrue();
                resizing.get(PATIENCE, SECONDS);
            } finally {
                resizer.shutdownNow();
            }
            for (var job = 0; job < jobs; job++) {
                assertThat(runs.get(job)).as("runs of job %d", job).isEqualTo(1);
            }
        });
    }

    @TestFactory
    @DisplayName("a pool that cannot be changed")
    Stream<DynamicTest> outageIsAFaultForARestart() {
        return outage().stream()
                .map(goDown -> dynamicTest("is a fault", () -> {
                    pool().resize(2);
                    goDown.run();

                    assertThatThrownBy(() -> pool().restart()).isInstanceOf(UnavailableException.class);
                }));
    }

    /** The threads of so many workers, all at work at once. */
    private static Set<Thread> threads(int count, Consumer<Runnable> workers) throws Exception {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        var together = new CyclicBarrier(count + 1);
        for (var i = 0; i < count; i++) {
            workers.accept(() -> {
                threads.add(Thread.currentThread());
                await(together);
            });
        }
        together.await(PATIENCE, SECONDS);
        return threads;
    }

    /** Gives so many workers a job that lasts until it may end; counts those that have ended. */
    private static CountDownLatch givenBusy(int count, Consumer<Runnable> workers, CountDownLatch mayEnd) {
        var atWork = new CountDownLatch(count);
        var finished = new CountDownLatch(count);
        for (var i = 0; i < count; i++) {
            workers.accept(() -> {
                atWork.countDown();
                await(mayEnd);
                finished.countDown();
            });
        }
        await(atWork);
        return finished;
    }
}
