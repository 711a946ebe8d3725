package ai.levqor.ops.spi.queue;

/**
 * A worker pool that can do without any worker. In a fleet with fewer workers than instances some instances have none; a pool
 * that is not one of these keeps one.
 */
public interface PausableWorkerPool extends WorkerPool {

    /**
     * Lowers all workers, as {@link #resize} would: each finishes its job. A later resize brings them back.
     *
     * <p><b>Threading</b> and <b>time</b> are those of {@link #resize}.
     *
     * @throws ai.levqor.ops.spi.UnavailableException if the pool cannot be changed now
     */
    Resize pause();
}
