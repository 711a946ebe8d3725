package ai.levqor.ops.local;

import static java.util.Objects.requireNonNull;

import ai.levqor.ops.spi.queue.DeliveringQueue;

/** What the workers of a pool do. */
record Work<J>(DeliveringQueue<J> queue, JobHandler<? super J> handler, JobListener listener, PoolSettings settings) {

    Work {
        requireNonNull(queue, "queue");
        requireNonNull(handler, "handler");
        requireNonNull(listener, "listener");
        requireNonNull(settings, "settings");
    }
}
