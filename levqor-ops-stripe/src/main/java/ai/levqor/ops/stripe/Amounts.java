package ai.levqor.ops.stripe;

import java.math.BigDecimal;

/**
 * What a day costs, or one object of Stripe, in major units of one currency.
 *
 * @param cost the fees, or the charges
 * @param volume the payments that the fees are taken of
 * @param loss what refunds and disputes took back
 */
record Amounts(BigDecimal cost, BigDecimal volume, BigDecimal loss) {
    static final Amounts NONE = new Amounts(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

    Amounts plus(Amounts other) {
        return new Amounts(cost.add(other.cost), volume.add(other.volume), loss.add(other.loss));
    }

    boolean isNone() {
        return cost.signum() == 0 && volume.signum() == 0 && loss.signum() == 0;
    }
}
