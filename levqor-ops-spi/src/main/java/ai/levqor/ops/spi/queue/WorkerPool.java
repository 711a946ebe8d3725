package ai.levqor.ops.spi.queue;

/**
 * The workers that a decision raises or lowers: the graceful reload hook. A host with a pool of its own implements
 * this.
 *
 * <p><b>Threading:</b> {@link #resize} is called by one thread at a time; {@link #size} by any. <b>Time:</b> both
 * return within two seconds, and a worker that leaves finishes its job after that. <b>Errors:</b> a pool that cannot be
 * asked or changed is a fault; the next tick tries again.
 */
public interface WorkerPool {

    /**
     * The workers that take new jobs. One that only finishes its last job does not count.
     *
     * @throws ai.levqor.ops.spi.UnavailableException if the pool cannot be asked now
     */
    int size();

    /**
     * Brings the pool to {@code target} workers, and says what it did. No job may be lost or run twice by it. Asking for
     * the size there already is changes nothing.
     *
     * @param target one or more
     * @throws IllegalArgumentException if {@code target} is below one
     * @throws ai.levqor.ops.spi.UnavailableException if the pool cannot be changed now
     */
    Resize resize(int target);
}
