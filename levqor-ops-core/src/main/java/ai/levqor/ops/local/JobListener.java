package ai.levqor.ops.local;

/** Hears how each job ended, as {@link LatencyRecorder#recordJob} does. Called on the worker's thread. */
@FunctionalInterface
public interface JobListener {

    /**
     * A job ended. One that was given back to the queue has not.
     *
     * @param failed whether it threw
     */
    void jobEnded(boolean failed);
}
