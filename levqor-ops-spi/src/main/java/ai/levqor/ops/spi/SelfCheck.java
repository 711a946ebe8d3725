package ai.levqor.ops.spi;

/**
 * Can tell whether it would work if it were needed now. Any part that is given to the autopilot, or made by a {@link
 * Provider}, may be one beside what it is: a queue, a pool, a store, a source of costs, a channel for alerts. The integrity
 * check asks it every night, and whenever a person asks.
 *
 * <p>It finds out what the part's daily calls do not: whether a key that is used on Mondays is still good, or whether a
 * place that is seldom written can be written. Nothing is changed by it that anybody could see, and no person is told
 * anything; what it makes on the way it takes away.
 *
 * <p><b>Threading:</b> called by one thread at a time, which is none of those that use the part meanwhile. <b>Time:</b>
 * ten seconds, and it gives up when its thread is interrupted; what takes longer has failed. <b>Errors:</b> a person reads
 * the message of the two exceptions below, so it holds no secret and no personal data. Of any other exception the class
 * alone is told.
 */
@FunctionalInterface
public interface SelfCheck {

    /**
     * Returns if all is well.
     *
     * @throws ConfigurationException if something is wrong until a person mends it: the message names it, its rule and the
     *     fix
     * @throws UnavailableException if it would not work now
     */
    void selfCheck();
}
