package ai.levqor.ops.stripe;

import static ai.levqor.ops.stripe.SettledMoney.major;

import com.stripe.StripeClient;
import com.stripe.model.BalanceTransaction;
import com.stripe.param.BalanceTransactionListParams;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;

/**
 * Reads the balance transactions: all that changes what Stripe owes, each in the currency in which it is settled. They
 * never change afterwards, but for becoming available. They do not tell whether they are of live or of test mode; Stripe
 * tells those of the key's own mode only.
 */
final class TransactionListing implements Listing {
    private final StripeClient client;
    private final Patience patience;
    private final SettledMoney money = new SettledMoney();

    TransactionListing(StripeClient client, Patience patience) {
        this.client = client;
        this.patience = patience;
    }

    @Override
    public Page next(Span span) {
        var params = params(span);
        var answer = patience.ask(() -> client.v1().balanceTransactions().list(params));
        var items = new ArrayList<Listed>();
        for (var transaction : Nonsense.present("data", answer.getData())) {
            items.add(listed(Nonsense.present("a balance transaction", transaction)));
        }
        return new Page(items, Nonsense.present("has_more", answer.getHasMore()));
    }

    @Override
    public void probe() {
        var one = BalanceTransactionListParams.builder().setLimit(1L).build();
        var unused = Nonsense.present(
                "data",
                Patience.once(() -> client.v1().balanceTransactions().list(one)).getData());
    }

    private static BalanceTransactionListParams params(Span span) {
        var created = BalanceTransactionListParams.Created.builder().setGte(span.from());
        span.before().ifPresent(created::setLt);
        var params =
                BalanceTransactionListParams.builder().setLimit(Span.PAGE_SIZE).setCreated(created.build());
        span.cursor().ifPresent(params::setStartingAfter);
        return params.build();
    }

    private Listed listed(BalanceTransaction transaction) {
        var id = Nonsense.present("id", transaction.getId());
        var created = Nonsense.created(transaction.getCreated());
        var amount = Nonsense.amount("amount", transaction.getAmount());
        var fee = Nonsense.amount("fee", transaction.getFee());
        var movement = money.currency(Nonsense.present("currency", transaction.getCurrency()))
                .map(currency -> new Movement(
                        Nonsense.day(created),
                        currency,
                        amounts(TransactionKind.of(transaction), currency, amount, fee)));
        return Listed.moving(id, created, movement.filter(it -> !it.amounts().isNone()));
    }

    private static Amounts amounts(TransactionKind kind, Currency currency, long amount, long fee) {
        var none = BigDecimal.ZERO;
        return switch (kind) {
            case PAYMENT -> new Amounts(major(fee, currency), major(amount, currency), none);
            case LOSS -> new Amounts(major(fee, currency), none, major(-amount, currency));
            case FEE -> new Amounts(major(fee - amount, currency), none, none);
            case OTHER -> new Amounts(major(fee, currency), none, none);
        };
    }
}
