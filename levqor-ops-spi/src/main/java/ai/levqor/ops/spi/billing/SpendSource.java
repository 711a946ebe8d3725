package ai.levqor.ops.spi.billing;

/**
 * Reports what the backend spends, for the cost guard.
 *
 * <p><b>Threading:</b> called from one thread at a time, not always the same one. <b>Time:</b> a call should return
 * within two seconds, and must give up when its thread is interrupted. <b>Errors:</b> spend that cannot be read is a
 * fault, never zero.
 */
@FunctionalInterface
public interface SpendSource {

    /**
     * Reads the spend as it is known now.
     *
     * @throws ai.levqor.ops.spi.UnavailableException if it cannot be read now
     */
    Spend spend();
}
