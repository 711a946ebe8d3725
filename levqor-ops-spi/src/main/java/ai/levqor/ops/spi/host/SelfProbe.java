package ai.levqor.ops.spi.host;

/**
 * Tries the backend as a client would, such as by a request to its own health page. Its successes make the availability
 * that the watchdog judges.
 *
 * <p><b>Threading:</b> called by one thread at a time, once a tick. <b>Time:</b> a probe that takes longer than the
 * source deadline (two seconds) has failed, and so has one that throws.
 */
@FunctionalInterface
public interface SelfProbe {

    /** Whether the backend served. */
    boolean succeeds();
}
