package ai.levqor.ops.local;

import ai.levqor.ops.spi.queue.RestartableWorkerPool;
import ai.levqor.ops.spi.queue.RestartableWorkerPoolContract;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;

class LocalWorkerPoolContractTest extends RestartableWorkerPoolContract {
    private final InMemoryWorkQueue<Runnable> queue =
            new InMemoryWorkQueue<>(10_000, Clock.systemUTC(), System::nanoTime);
    private final LocalWorkerPool<Runnable> pool = new LocalWorkerPool<>(queue, Runnable::run, failed -> {});

    @AfterEach
    void close() {
        pool.close();
    }

    @Override
    protected RestartableWorkerPool pool() {
        return pool;
    }

    @Override
    protected Optional<Consumer<Runnable>> workers() {
        return Optional.of(queue::offer);
    }

    @Override
    protected Optional<Runnable> outage() {
        return Optional.empty();
    }
}
