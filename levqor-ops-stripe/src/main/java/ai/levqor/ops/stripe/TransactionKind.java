package ai.levqor.ops.stripe;

import com.stripe.model.BalanceTransaction;
import org.jspecify.annotations.Nullable;

/**
 * What the amount of a balance transaction is, by its reporting category; by its type, if it has none.
 *
 * @see <a href="https://docs.stripe.com/reports/reporting-categories">Stripe's reporting categories</a>
 */
enum TransactionKind {
    /** A payment, or a part of one that did not come in the end. */
    PAYMENT,
    /** Money given back, or got back after all. */
    LOSS,
    /** A fee that belongs to no payment: its amount is the fee, below zero. */
    FEE,
    /** Payouts, top-ups, transfers, reserves and whatever else only moves money. */
    OTHER;

    static TransactionKind of(BalanceTransaction transaction) {
        var category = transaction.getReportingCategory();
        return named(category == null ? transaction.getType() : category);
    }

    private static TransactionKind named(@Nullable String name) {
        return switch (name == null ? "" : name) {
            case "charge", "payment", "partial_capture_reversal", "charge_failure", "payment_failure_refund" -> PAYMENT;
            case "refund", "payment_refund", "refund_failure", "dispute", "dispute_reversal" -> LOSS;
            case "fee", "stripe_fee", "stripe_fx_fee", "tax", "tax_fee", "network_cost" -> FEE;
            default -> OTHER;
        };
    }
}
