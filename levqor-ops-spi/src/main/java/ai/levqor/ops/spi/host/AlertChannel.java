package ai.levqor.ops.spi.host;

/**
 * Tells people, such as by Telegram or e-mail.
 *
 * <p><b>Threading:</b> called by one thread at a time, never by one that recovers. <b>Time:</b> gives up after five
 * seconds, and when its thread is interrupted.
 */
@FunctionalInterface
public interface AlertChannel {

    /**
     * Sends one alert.
     *
     * @throws ai.levqor.ops.spi.UnavailableException if it was not sent, or if that is unknown; with {@link
     *     ai.levqor.ops.spi.UnavailableException#retryAfter} if the channel says when to try again. Its message holds no
     *     secret.
     */
    void send(Alert alert);
}
