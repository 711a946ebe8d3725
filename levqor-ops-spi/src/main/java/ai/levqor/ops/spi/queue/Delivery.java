package ai.levqor.ops.spi.queue;

/**
 * One job in a worker's hands. It ends once: by {@link #done}, {@link #fail} or {@link #giveBack}, whichever is called
 * first; a later call of any changes nothing.
 *
 * <p><b>Threading:</b> safe for many threads.
 *
 * @param <J> what a job is made of
 */
public interface Delivery<J> {

    /** The job. */
    J job();

    /** How often this job has been handed out, this time included: 1 at first. Counts on through a redrive. */
    int attempt();

    /** The job is finished and leaves the queue. */
    void done();

    /** The job failed. It goes to the dead letters; a queue that keeps none lets it go. */
    void fail();

    /** The job is not finished; it becomes ready again, at the head of the queue. */
    void giveBack();
}
