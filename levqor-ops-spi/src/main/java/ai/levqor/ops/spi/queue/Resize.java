package ai.levqor.ops.spi.queue;

/**
 * What a resize did.
 *
 * @param before workers that took new jobs before it, zero or more
 * @param after workers that take new jobs from now on, zero or more
 * @param draining workers that finish their last job and then leave, zero or more
 */
public record Resize(int before, int after, int draining) {

    public Resize {
        if (before < 0 || after < 0 || draining < 0) {
            throw new IllegalArgumentException(
                    "before, after and draining must be >= 0, were " + before + ", " + after + ", " + draining);
        }
    }
}
