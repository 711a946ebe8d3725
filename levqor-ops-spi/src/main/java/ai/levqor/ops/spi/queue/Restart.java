package ai.levqor.ops.spi.queue;

/**
 * What a restart of the workers did.
 *
 * @param replaced workers that were replaced, zero or more
 * @param draining workers that finish their last job and then leave, zero or more
 */
public record Restart(int replaced, int draining) {

    public Restart {
        if (replaced < 0 || draining < 0) {
            throw new IllegalArgumentException(
                    "replaced and draining must be >= 0, were " + replaced + ", " + draining);
        }
    }
}
