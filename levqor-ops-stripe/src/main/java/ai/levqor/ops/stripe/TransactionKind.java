package ai.levqor.ops.stripe;

import com.stripe.model.BalanceTransaction;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the amount of a balance transaction is, by its reporting category; by its type, if it has none.
 *
 * @see <a href="https://docs.stripe.com/reports/reporting-categories">Stripe's reporting categories</a>
 */
enum TransactionKind {
    /** A payment, or a part of one that did not come in the end. */
    PAYMENT("charge", "payment", "partial_capture_reversal", "charge_failure", "payment_failure_refund"),
    /** Money given back, or got back after all. */
    LOSS("refund", "payment_refund", "refund_failure", "dispute", "dispute_reversal"),
    /** A fee that belongs to no payment: its amount is the fee, below zero. */
    FEE("fee", "stripe_fee", "stripe_fx_fee", "tax", "tax_fee", "network_cost"),
    /** Payouts, top-ups, transfers, reserves and whatever else only moves money. */
    OTHER;

    private final Set<String> names;

    TransactionKind(String... names) {
        this.names = Set.of(names);
    }

    static TransactionKind of(BalanceTransaction transaction) {
        var category = transaction.getReportingCategory();
        return named(category == null ? transaction.getType() : category);
    }

    private static TransactionKind named(@Nullable String name) {
        for (var kind : values()) {
            if (name != null && kind.names.contains(name)) {
                return kind;
            }
        }
        return OTHER;
    }
}
