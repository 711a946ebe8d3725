package ai.levqor.ops.spi.queue;

import java.time.Duration;
import java.util.Optional;

/**
 * A queue that hands its jobs to workers in this process, at least once each.
 *
 * <p><b>Threading:</b> every worker calls {@link #take} from its own thread, all at the same time.
 *
 * @param <J> what a job is made of
 */
public interface DeliveringQueue<J> extends WorkQueue {

    /**
     * Takes the job that has waited longest, or waits for one; a queue with {@linkplain DeadLetterQueue dead letters} may
     * let those that were redriven and the others take turns. A job that is taken belongs to the caller until its
     * delivery is {@linkplain Delivery#done done}, has {@linkplain Delivery#fail failed} or is {@linkplain
     * Delivery#giveBack given back}.
     *
     * @param wait how long to wait for a job at the most; zero or less asks once
     * @return the job; empty if none came in time
     * @throws InterruptedException if the thread is interrupted, before or while it waits; no job is taken then
     * @throws ai.levqor.ops.spi.UnavailableException if the queue cannot be asked now
     */
    Optional<Delivery<J>> take(Duration wait) throws InterruptedException;
}
