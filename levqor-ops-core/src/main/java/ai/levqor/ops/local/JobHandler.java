package ai.levqor.ops.local;

/**
 * Does one job. A job may come again: after it failed and was redriven, after its worker was interrupted, or after the
 * queue lost sight of it.
 *
 * <p><b>Threading:</b> called by all workers at the same time. <b>Interrupts:</b> a worker that must leave and takes too
 * long is interrupted; a handler should then throw, and must not return as if the job were finished.
 *
 * @param <J> what a job is made of
 */
@FunctionalInterface
public interface JobHandler<J> {

    /**
     * Does the job. Returning means that it is finished.
     *
     * @throws Exception if the job failed; it goes to the queue's dead letters
     */
    void handle(J job) throws Exception;
}
