package ai.levqor.ops.engine.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

/** Threads that end with the test, and waiting that fails rather than lasts for ever. */
final class Threads implements AutoCloseable {
    private static final int SECONDS = 60;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    <T> Future<T> submit(Callable<T> task) {
        return threads.submit(task);
    }

    /** What so many threads get that ask at the same moment. */
    <T> List<T> atOnce(int number, IntFunction<T> asking) {
        var barrier = new CyclicBarrier(number);
        var answers = new ArrayList<Future<T>>();
        for (int i = 0; i < number; i++) {
            var mine = i;
            answers.add(submit(() -> {
                barrier.await(SECONDS, TimeUnit.SECONDS);
                return asking.apply(mine);
            }));
        }
        return answers.stream().map(Threads::ended).toList();
    }

    static <T> T ended(Future<T> task) {
        try {
            return task.get(SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
