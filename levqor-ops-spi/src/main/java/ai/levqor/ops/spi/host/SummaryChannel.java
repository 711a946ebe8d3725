package ai.levqor.ops.spi.host;

/**
 * Takes the summary of the day to people, such as by e-mail.
 *
 * <p><b>Threading:</b> called by one thread at a time in a process, never by one that scales or recovers. <b>Time:</b> gives
 * up after thirty seconds, and when its thread is interrupted.
 */
@FunctionalInterface
public interface SummaryChannel {

    /**
     * Sends one summary. It is called again for the same date only if it threw before.
     *
     * @throws ai.levqor.ops.spi.UnavailableException if it was not sent, or if that is unknown. Its message holds no secret.
     *     Whatever else is thrown is taken for the same
     */
    void send(SummaryMessage message);
}
