package ai.levqor.ops.spi.metrics;

/**
 * Reports how the backend answers its requests.
 *
 * <p><b>Threading:</b> called from one thread at a time, not always the same one. <b>Time:</b> a call should return
 * within two seconds, and must give up when its thread is interrupted; a late answer is thrown away. <b>Errors:</b> a
 * source never answers with a guess: what it cannot read it reports as a fault. An idle backend is no fault; it is a
 * sample with a request count of zero.
 */
@FunctionalInterface
public interface MetricsSource {

    /**
     * Reads the signals as they are now.
     *
     * @throws ai.levqor.ops.spi.UnavailableException if they cannot be read now
     */
    MetricsSample sample();
}
