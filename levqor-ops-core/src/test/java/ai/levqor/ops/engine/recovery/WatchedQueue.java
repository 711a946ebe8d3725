package ai.levqor.ops.engine.recovery;

import ai.levqor.ops.spi.queue.DeadLetterDepth;
import ai.levqor.ops.spi.queue.DeadLetterQueue;
import ai.levqor.ops.spi.queue.RedriveProgress;
import java.util.function.IntConsumer;

/** A queue that tells of each batch before it moves it. */
class WatchedQueue implements DeadLetterQueue {
    private final DeadLetterQueue queue;
    private final IntConsumer watcher;
    private int batches;

    WatchedQueue(DeadLetterQueue queue, IntConsumer watcher) {
        this.queue = queue;
        this.watcher = watcher;
    }

    @Override
    public DeadLetterDepth deadLetters() {
        return queue.deadLetters();
    }

    @Override
    public RedriveProgress beginRedrive(String redrive) {
        return queue.beginRedrive(redrive);
    }

    @Override
    public RedriveProgress moveBatch(String redrive, int most, int mostRedrives) {
        watcher.accept(++batches);
        return queue.moveBatch(redrive, most, mostRedrives);
    }
}
