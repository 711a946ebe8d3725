package ai.levqor.ops.spi.queue;

/** A worker pool that can replace its workers: for workers that hang, or hold something that went bad. */
public interface RestartableWorkerPool extends WorkerPool {

    /**
     * Replaces every worker by a new one. A worker that has a job finishes it first, as when it is lowered, while its
     * replacement works already. The {@linkplain #size size} stays. No job may be lost or run twice by it.
     *
     * <p><b>Threading:</b> called by one thread at a time, perhaps while another resizes. <b>Time:</b> returns within two
     * seconds.
     *
     * @throws ai.levqor.ops.spi.UnavailableException if the pool cannot be changed now
     */
    Restart restart();
}
