package ai.levqor.ops.spi.queue;

/**
 * A queue of jobs, as the autopilot sees it.
 *
 * <p><b>Threading:</b> called from one thread at a time, not always the same one, while producers and workers use the
 * queue. <b>Time:</b> a call should return within two seconds, and must give up when its thread is interrupted.
 * <b>Errors:</b> a queue that cannot be asked is a fault; it is never reported as empty.
 */
@FunctionalInterface
public interface WorkQueue {

    /**
     * Reads how much waits. Reading takes nothing away.
     *
     * @throws ai.levqor.ops.spi.UnavailableException if the queue cannot be asked now
     */
    QueueDepth depth();
}
