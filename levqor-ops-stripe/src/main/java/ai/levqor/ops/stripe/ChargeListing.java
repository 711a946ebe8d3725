package ai.levqor.ops.stripe;

import ai.levqor.ops.spi.UnavailableException;
import com.stripe.StripeClient;
import com.stripe.model.BalanceTransaction;
import com.stripe.model.Charge;
import com.stripe.param.ChargeListParams;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Currency;
import java.util.Optional;

/**
 * Reads the charges, each with its balance transaction, by which the captured amount is known in the currency of its
 * settlement, and the day. A charge that is pending, or authorised and not captured, or has no balance transaction yet,
 * is undecided; a failed or released one adds nothing. One of another mode than the key's is refused.
 */
final class ChargeListing implements Listing {
    private final StripeClient client;
    private final Patience patience;
    private final boolean live;
    private final SettledMoney money = new SettledMoney();

    /** @param live whether the key is one of live mode */
    ChargeListing(StripeClient client, Patience patience, boolean live) {
        this.client = client;
        this.patience = patience;
        this.live = live;
    }

    @Override
    public Page next(Span span) {
        var params = params(span);
        var answer = patience.ask(() -> client.v1().charges().list(params));
        var items = new ArrayList<Listed>();
        for (var charge : Nonsense.present("data", answer.getData())) {
            items.add(listed(Nonsense.present("a charge", charge)));
        }
        return new Page(items, Nonsense.present("has_more", answer.getHasMore()));
    }

    /** A charge comes with its balance transaction, so that the key must be good for both. */
    @Override
    public void probe() {
        var one = ChargeListParams.builder()
                .setLimit(1L)
                .addExpand("data.balance_transaction")
                .build();
        var unused = Nonsense.present(
                "data", Patience.once(() -> client.v1().charges().list(one)).getData());
    }

    private static ChargeListParams params(Span span) {
        var created = ChargeListParams.Created.builder().setGte(span.from());
        span.before().ifPresent(created::setLt);
        var params = ChargeListParams.builder()
                .setLimit(Span.PAGE_SIZE)
                .setCreated(created.build())
                .addExpand("data.balance_transaction");
        span.cursor().ifPresent(params::setStartingAfter);
        return params.build();
    }

    private Listed listed(Charge charge) {
        var id = Nonsense.present("id", charge.getId());
        var created = Nonsense.created(charge.getCreated());
        checkMode(Nonsense.present("livemode", charge.getLivemode()));
        return switch (Nonsense.present("status", charge.getStatus())) {
            case "succeeded" -> succeeded(id, created, charge);
            case "pending" -> Listed.undecided(id, created);
            case "failed" -> Listed.nothing(id, created);
            default -> throw Nonsense.because("status is none of a charge");
        };
    }

    private void checkMode(boolean chargeIsLive) {
        if (chargeIsLive != live) {
            throw new UnavailableException("refused: Stripe tells charges of " + mode(chargeIsLive)
                    + " mode, and STRIPE_SECRET_KEY is a key of " + mode(live) + " mode");
        }
    }

    private static String mode(boolean live) {
        return live ? "live" : "test";
    }

    private Listed succeeded(String id, long created, Charge charge) {
        if (!Nonsense.present("captured", charge.getCaptured())) {
            var released = Nonsense.present("refunded", charge.getRefunded());
            return released ? Listed.nothing(id, created) : Listed.undecided(id, created);
        }
        if (Nonsense.amount("amount_captured", charge.getAmountCaptured()) == 0) {
            return Listed.nothing(id, created);
        }
        return settlement(charge)
                .map(it -> Listed.moving(id, created, movement(charge, it)))
                .orElseGet(() -> Listed.undecided(id, created));
    }

    /** As it came with the charge, or asked for by itself where only its id came. */
    private Optional<BalanceTransaction> settlement(Charge charge) {
        var expanded = charge.getBalanceTransactionObject();
        var id = charge.getBalanceTransaction();
        if (expanded != null || id == null) {
            return Optional.ofNullable(expanded);
        }
        return Optional.of(patience.ask(() -> client.v1().balanceTransactions().retrieve(id)));
    }

    private Optional<Movement> movement(Charge charge, BalanceTransaction settlement) {
        var day = Nonsense.day(Nonsense.created(settlement.getCreated()));
        return money.currency(Nonsense.present("currency", settlement.getCurrency()))
                .map(currency -> new Movement(
                        day,
                        currency,
                        new Amounts(captured(charge, settlement, currency), BigDecimal.ZERO, BigDecimal.ZERO)));
    }

    /**
     * Where only a part was captured, the balance transaction is of the whole, and another one takes the rest back. So
     * the part is the charge's own in its own currency, and a like share in another.
     */
    private static BigDecimal captured(Charge charge, BalanceTransaction settlement, Currency currency) {
        var settled = Nonsense.amount("amount", settlement.getAmount());
        var whole = Nonsense.amount("amount", charge.getAmount());
        var part = Nonsense.amount("amount_captured", charge.getAmountCaptured());
        if (part >= whole) {
            return SettledMoney.major(settled, currency);
        }
        if (settlement.getCurrency().equalsIgnoreCase(charge.getCurrency())) {
            return SettledMoney.major(part, currency);
        }
        var share = BigDecimal.valueOf(settled)
                .multiply(BigDecimal.valueOf(part))
                .divide(BigDecimal.valueOf(whole), 0, RoundingMode.HALF_EVEN);
        return SettledMoney.major(share.longValueExact(), currency);
    }
}
