package ai.levqor.ops.engine.recovery;

import ai.levqor.ops.spi.queue.Restart;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/** A restart of the workers that lasts until a test lets it end: the recovery is under way meanwhile. */
final class SlowRestart implements Supplier<Restart> {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);

    @Override
    public Restart get() {
        begun.countDown();
        Threads.await(end);
        return new Restart(2, 0);
    }

    void awaitBegun() {
        Threads.await(begun);
    }

    void end() {
        end.countDown();
    }
}
