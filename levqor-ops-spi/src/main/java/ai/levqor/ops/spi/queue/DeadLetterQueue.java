package ai.levqor.ops.spi.queue;

/**
 * The jobs of a queue that failed, and their way back. A queue that keeps them implements this beside
 * {@link WorkQueue}.
 *
 * <p>A redrive moves the jobs that were dead when it began, oldest first, and none that failed after that, so a job that
 * fails again does not go round in circles. It has a name and may be taken up again by that name; whoever drives it keeps
 * the rate, and simply stops asking to cancel it. There is one redrive at a time: a new one ends the one before.
 *
 * <p>A job keeps its attempts, and the queue counts how often it was redriven. No job is ever deleted.
 *
 * <p><b>Threading:</b> called by one thread at a time, while producers and workers use the queue. <b>Time:</b> a call
 * should return within two seconds, and must give up when its thread is interrupted. <b>Errors:</b> a queue that cannot
 * be asked is a fault; what a call that failed has moved shows in the next progress.
 */
public interface DeadLetterQueue {

    /**
     * Reads how much has failed. Reading takes nothing away.
     *
     * @throws ai.levqor.ops.spi.UnavailableException if the queue cannot be asked now
     */
    DeadLetterDepth deadLetters();

    /**
     * Begins a redrive, or finds the one of this name: then nothing changes, and its bound stays.
     *
     * @param redrive its name, not empty
     * @return where it stands
     * @throws IllegalArgumentException if the name is empty
     * @throws ai.levqor.ops.spi.UnavailableException if the queue cannot be asked now
     */
    RedriveProgress beginRedrive(String redrive);

    /**
     * Moves a batch. Each job either becomes ready again, or goes to the quarantine if it has been redriven {@code
     * mostRedrives} times already. All or nothing of a job: none is lost or twice there, whenever the process ends. A call may
     * move nothing while the queue prepares something, for some seconds in a row: after ten the redrive is given up.
     *
     * @param redrive the name of the redrive that was begun last
     * @param most how many jobs to take from the dead letters at the most, one or more
     * @param mostRedrives how often a job may be redriven, zero or more
     * @return where it stands now
     * @throws IllegalArgumentException if {@code most} or {@code mostRedrives} is below its range
     * @throws IllegalStateException if this redrive was not begun, or another was begun since
     * @throws ai.levqor.ops.spi.UnavailableException if the queue cannot be asked now; whether the batch was moved may be
     *     unknown
     */
    RedriveProgress moveBatch(String redrive, int most, int mostRedrives);
}
