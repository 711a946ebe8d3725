package ai.levqor.ops.policy.retention;

import java.time.LocalDate;
import java.util.OptionalDouble;

/**
 * The active users of one day, and how they came and went. {@code dau = newcomers + retained + resurrected}, and
 * {@code mau(d) = mau(d - 1) + newcomers + resurrected - churned}.
 *
 * @param day the day
 * @param dau distinct users active on the day
 * @param wau distinct users active on the day or the six before it
 * @param mau distinct users active on the day or the 29 before it
 * @param newcomers active for the first time
 * @param retained active, and also within the 30 days before the day
 * @param resurrected active, not within the 30 days before, and not for the first time
 * @param churned among the monthly users of the day before, and not of this day
 */
public record ActiveDay(
        LocalDate day, long dau, long wau, long mau, long newcomers, long retained, long resurrected, long churned) {

    /** Stickiness: {@code dau / mau}; empty if nobody was active in the month. */
    public OptionalDouble stickiness() {
        return mau == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) dau / mau);
    }

    /** The quick ratio of growth: {@code (newcomers + resurrected) / churned}; empty if nobody churned. */
    public OptionalDouble quickRatio() {
        return churned == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) (newcomers + resurrected) / churned);
    }
}
