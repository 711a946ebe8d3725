package ai.levqor.ops.local;

import java.util.List;

/**
 * How the workers of a pool fare at one moment.
 *
 * @param size workers that take new jobs, zero or more
 * @param busy workers with a job in hand, leaving or not, zero or more
 * @param draining workers that finish their last job and then leave, stuck ones too, zero or more
 * @param stuck the thread names of workers that did not leave though they were interrupted, oldest first
 */
public record PoolReport(int size, int busy, int draining, List<String> stuck) {

    public PoolReport {
        if (size < 0 || busy < 0 || draining < 0) {
            throw new IllegalArgumentException(
                    "size, busy and draining must be >= 0, were " + size + ", " + busy + ", " + draining);
        }
        stuck = List.copyOf(stuck);
    }
}
