package ai.levqor.ops.stripe;

import ai.levqor.ops.spi.billing.CostItem;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns Stripe's whole numbers into money. Stripe's minor units are its own, not those of ISO 4217: ISK and UGX have two
 * decimals there although they have no coins, and MGA has none.
 *
 * @see <a href="https://docs.stripe.com/currencies">Stripe's list</a>
 */
final class SettledMoney {
    private static final Logger LOG = LoggerFactory.getLogger(SettledMoney.class);
    private static final Set<String> NO_DECIMALS = Set.of(
            "BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF");
    private static final Set<String> THREE_DECIMALS = Set.of("BHD", "JOD", "KWD", "OMR", "TND");
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9]{3,10}");
    private static final int MOST_WARNINGS = 100;

    private final Set<String> strange = ConcurrentHashMap.newKeySet();

    /**
     * The currency of a code. One that Java does not know, such as a token's, is left out: it is told once in the log,
     * and never added to another.
     */
    Optional<Currency> currency(String code) {
        if (!CODE.matcher(code).matches()) {
            throw Nonsense.because("currency is no code");
        }
        try {
            return Optional.of(CostItem.currency(code));
        } catch (IllegalArgumentException e) {
            if (strange.size() < MOST_WARNINGS && strange.add(code.toUpperCase(Locale.ROOT))) {
                LOG.warn("what Stripe settles in {} is left out of the costs: Java knows no such currency", code);
            }
            return Optional.empty();
        }
    }

    static BigDecimal major(long minor, Currency currency) {
        return BigDecimal.valueOf(minor, decimals(currency.getCurrencyCode()));
    }

    private static int decimals(String code) {
        if (NO_DECIMALS.contains(code)) {
            return 0;
        }
        return THREE_DECIMALS.contains(code) ? 3 : 2;
    }
}
