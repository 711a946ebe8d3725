package ai.levqor.ops.spi;

/**
 * Can tell how the server is that it lives on. Any part that is given to the autopilot, or made by a {@link Provider}, may be one
 * beside what it is; the durability of the state store's server is shown with the autopilot's health.
 *
 * <p><b>Threading:</b> safe for many threads. <b>Time:</b> a call should return within two seconds, and gives up when its thread
 * is interrupted.
 */
@FunctionalInterface
public interface ServerReporting {

    /**
     * How the server is now.
     *
     * @throws UnavailableException if it cannot be asked now
     */
    ServerCondition condition();
}
