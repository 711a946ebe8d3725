package ai.levqor.ops.spi.queue;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ai.levqor.ops.spi.UnavailableException;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/**
 * What every {@link WorkerPool} promises. Extend it once for each implementation; {@code ExecutorWorkerPoolTest} does it
 * for a pool of twenty lines around a {@link java.util.concurrent.ThreadPoolExecutor}.
 */
@Timeout(60)
public abstract class WorkerPoolContract {
    static final int PATIENCE = 30;

    /** The pool under test, always the same one within a test; its workers may cost little, they are up to eight. */
    protected abstract WorkerPool pool();

    /** Runs a job on one of the pool's workers, later; empty if the workers are out of this test's reach. */
    protected abstract Optional<Consumer<Runnable>> workers();

    /** Makes the pool impossible to ask or change for the rest of the test; empty if nothing can do that. */
    protected abstract Optional<Runnable> outage();

    @Test
    @DisplayName("a resize brings the pool to its target, and says from where")
    void resizeReachesTheTarget() {
        pool().resize(2);

        var up = pool().resize(4);
        var sizeUp = pool().size();
        var down = pool().resize(1);
        var sizeDown = pool().size();

        assertThat(up).isEqualTo(new Resize(2, 4, 0));
        assertThat(sizeUp).isEqualTo(4);
        assertThat(down.before()).isEqualTo(4);
        assertThat(down.after()).isEqualTo(1);
        assertThat(sizeDown).isEqualTo(1);
    }

    @Test
    @DisplayName("asking for the size there is changes nothing")
    void sameSizeChangesNothing() {
        pool().resize(3);

        assertThat(pool().resize(3)).isEqualTo(new Resize(3, 3, 0));
        assertThat(pool().size()).isEqualTo(3);
    }

    @Test
    @DisplayName("a target below one is refused, and changes nothing")
    void targetBelowOneIsRefused() {
        pool().resize(2);

        assertThatThrownBy(() -> pool().resize(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> pool().resize(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(pool().size()).isEqualTo(2);
    }

    @TestFactory
    @DisplayName("a raised pool")
    Stream<DynamicTest> raisedPoolWorksInParallel() {
        return withWorkers("runs as many jobs at once as it has workers", workers -> {
            var together = new CyclicBarrier(4);
            pool().resize(1);

            pool().resize(3);
            for (var i = 0; i < 3; i++) {
                workers.accept(() -> await(together));
            }

            together.await(PATIENCE, SECONDS);
        });
    }

    @TestFactory
    @DisplayName("a lowered pool")
    Stream<DynamicTest> loweredWorkersFinish() {
        return withWorkers("does not wait for its workers, and lets them finish their jobs undisturbed", workers -> {
            var atWork = new CountDownLatch(3);
            var mayEnd = new CountDownLatch(1);
            var finished = new CountDownLatch(3);
            pool().resize(3);
            for (var i = 0; i < 3; i++) {
                workers.accept(() -> {
                    atWork.countDown();
                    await(mayEnd);
                    finished.countDown();
                });
            }
            await(atWork);

            var resize = pool().resize(1);
            var size = pool().size();
            mayEnd.countDown();

            assertThat(resize).isEqualTo(new Resize(3, 1, 2));
            assertThat(size).isEqualTo(1);
            assertThat(finished.await(PATIENCE, SECONDS)).isTrue();
        });
    }

    @TestFactory
    @DisplayName("a pool lowered to one")
    Stream<DynamicTest> loweredPoolWorksInTurn() {
        return withWorkers("runs one job at a time", workers -> {
            var running = new AtomicInteger();
            var most = new AtomicInteger();
            var finished = new CountDownLatch(200);
            pool().resize(4);
            pool().resize(1);

            for (var i = 0; i < 200; i++) {
                workers.accept(() -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    Thread.onSpinWait();
                    running.decrementAndGet();
                    finished.countDown();
                });
            }

            assertThat(finished.await(PATIENCE, SECONDS)).isTrue();
            assertThat(most).hasValue(1);
        });
    }

    @TestFactory
    @DisplayName("a pool resized at random under load")
    Stream<DynamicTest> noJobIsLostOrRunTwice() {
        return withWorkers("loses no job and runs none twice", workers -> {
            var jobs = 2_000;
            var runs = new AtomicIntegerArray(jobs);
            var finished = new CountDownLatch(jobs);
            var random = new Random(7);
            pool().resize(2);

            for (var i = 0; i < jobs; i++) {
                var job = i;
                workers.accept(() -> {
                    runs.incrementAndGet(job);
                    finished.countDown();
                });
                if (i % 10 == 0) {
                    pool().resize(1 + random.nextInt(8));
                }
            }

            assertThat(finished.await(PATIENCE, SECONDS)).isTrue();
            for (var job = 0; job < jobs; job++) {
                assertThat(runs.get(job)).as("runs of job %d", job).isEqualTo(1);
            }
        });
    }

    @TestFactory
    @DisplayName("a pool that cannot be asked or changed")
    Stream<DynamicTest> outageIsAFault() {
        return outage().stream()
                .map(goDown -> dynamicTest("is a fault", () -> {
                    pool().resize(2);
                    goDown.run();

                    assertThatThrownBy(() -> pool().size()).isInstanceOf(UnavailableException.class);
                    assertThatThrownBy(() -> pool().resize(3)).isInstanceOf(UnavailableException.class);
                }));
    }

    final Stream<DynamicTest> withWorkers(String sentence, WorkersTest test) {
        return workers().stream().map(workers -> dynamicTest(sentence, () -> test.run(workers)));
    }

    static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE, SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted at work", e);
        }
    }

    static void await(CyclicBarrier barrier) {
        try {
            barrier.await(PATIENCE, SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new AssertionError("the others did not come", e);
        }
    }

    interface WorkersTest {
        void run(Consumer<Runnable> workers) throws Exception;
    }
}
