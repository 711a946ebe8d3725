package ai.levqor.ops.spi.billing;

import java.time.Instant;
import java.time.LocalDate;

/**
 * Reports what something costs, day by day, for the forecast and for the cost guard. Days are those of UTC.
 *
 * <p><b>Threading:</b> called from one thread at a time, not always the same one. <b>Time:</b> a call may take minutes,
 * the first one above all, and must give up when its thread is interrupted; what it has fetched by then it should keep,
 * so that the next call goes on from there. <b>Errors:</b> costs that cannot be read are a fault, never zero.
 */
public interface BillingSource {

    /**
     * Its name in a breakdown: lower case letters, digits and dashes, 40 at most; unique among the sources of a backend.
     */
    String name();

    /**
     * Everything it knows of a day and of those after it.
     *
     * @param from the first day that is wanted, not after the day of {@code now}
     * @param now the time, by the engine's clock
     * @throws ai.levqor.ops.spi.UnavailableException if it cannot be read now
     */
    BilledCosts costs(LocalDate from, Instant now);
}
