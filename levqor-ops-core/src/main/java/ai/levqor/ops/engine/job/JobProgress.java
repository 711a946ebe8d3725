package ai.levqor.ops.engine.job;

import static java.util.Objects.requireNonNull;

/**
 * How far a run has come.
 *
 * @param phase what it is doing, in a word or two
 * @param done steps done
 * @param all steps in all; 0 if that is not known yet
 */
public record JobProgress(String phase, long done, long all) {

    public JobProgress {
        requireNonNull(phase, "phase");
        if (done < 0 || all < 0) {
            throw new IllegalArgumentException("done and all must be >= 0, were " + done + " and " + all);
        }
    }

    /** The share that is done, from 0 to 1; 0 if it is not known how much there is. */
    public double share() {
        return all == 0 ? 0 : Math.min(1, (double) done / all);
    }
}
