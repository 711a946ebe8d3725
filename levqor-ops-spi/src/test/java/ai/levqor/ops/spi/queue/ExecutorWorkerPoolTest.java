package ai.levqor.ops.spi.queue;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;

/** How a host shows that a pool of its own keeps the contract. */
class ExecutorWorkerPoolTest extends WorkerPoolContract {
    private final ThreadPoolExecutor executor = new ThreadPoolExecutor(1, 1, 1, SECONDS, new LinkedBlockingQueue<>());
    private final WorkerPool pool = new ExecutorWorkerPool(executor);

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    @Override
    protected WorkerPool pool() {
        return pool;
    }

    @Override
    protected Optional<Consumer<Runnable>> workers() {
        return Optional.of(executor::execute);
    }

    @Override
    protected Optional<Runnable> outage() {
        return Optional.empty();
    }

    /** The workers are the executor's threads; a thread too many leaves after its task, as an executor does it. */
    private record ExecutorWorkerPool(ThreadPoolExecutor executor) implements WorkerPool {

        @Override
        public int size() {
            return executor.getMaximumPoolSize();
        }

        @Override
        public Resize resize(int target) {
            if (target < 1) {
                throw new IllegalArgumentException("target must be >= 1, was " + target);
            }
            var before = size();
            if (target > before) {
                executor.setMaximumPoolSize(target);
                executor.setCorePoolSize(target);
            } else {
                executor.setCorePoolSize(target);
                executor.setMaximumPoolSize(target);
            }
            return new Resize(before, target, Math.max(0, executor.getActiveCount() - target));
        }
    }
}
