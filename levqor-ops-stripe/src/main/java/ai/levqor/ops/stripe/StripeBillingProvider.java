package ai.levqor.ops.stripe;

import ai.levqor.ops.spi.ConfigurationException;
import ai.levqor.ops.spi.SelfCheck;
import ai.levqor.ops.spi.Settings;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.billing.BilledCosts;
import ai.levqor.ops.spi.billing.BillingSource;
import ai.levqor.ops.spi.billing.BillingSourceProvider;
import com.stripe.StripeClient;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Stripe costs, as soon as {@code STRIPE_SECRET_KEY} is set. A key that cannot be right is logged, and then fails
 * each reading: a backend starts without these costs, too. {@code OPS_STRIPE_BASIS} says what a cost is: {@code fees},
 * {@code fees_only} or {@code charges}; {@code OPS_STRIPE_URL} is the address of another interface than Stripe's own. A
 * wrong one of these two stops the start. No message repeats a value.
 */
public final class StripeBillingProvider implements BillingSourceProvider {
    private static final Logger LOG = LoggerFactory.getLogger(StripeBillingProvider.class);
    private static final String KEY = "STRIPE_SECRET_KEY";
    private static final String BASIS = "OPS_STRIPE_BASIS";
    private static final String URL = "OPS_STRIPE_URL";
    private static final String USUAL_URL = "https://api.stripe.com";
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Pattern KEY_RULE = Pattern.compile("(sk|rk)_(live|test)_[A-Za-z0-9_]+");
    private static final Pattern LIVE_KEY = Pattern.compile("(sk|rk)_live_.*");
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1]");

    private final Patience patience;

    /** For {@link java.util.ServiceLoader}; opens nothing. */
    public StripeBillingProvider() {
        this(new Patience(
                length -> TimeUnit.NANOSECONDS.sleep(length.toNanos()),
                System::nanoTime,
                () -> ThreadLocalRandom.current().nextDouble()));
    }

    StripeBillingProvider(Patience patience) {
        this.patience = patience;
    }

    @Override
    public String id() {
        return "stripe";
    }

    @Override
    public Set<String> requiredSettings() {
        return Set.of(KEY);
    }

    @Override
    public BillingSource create(Settings settings) {
        var base = base(settings.find(URL).orElse(USUAL_URL));
        var basis = StripeBasis.named(BASIS, settings.find(BASIS).orElse("fees"));
        var key = settings.require(KEY);
        if (!KEY_RULE.matcher(key).matches()) {
            LOG.warn("Stripe's costs will be unknown: {}", Unread.MISTAKE);
            return new Unread();
        }
        var client = StripeClient.builder()
                .setApiKey(key)
                .setApiBase(base)
                .setMaxNetworkRetries(0)
                .setHttpClient(new StripeTransport(CONNECT_TIMEOUT, TIMEOUT))
                .build();
        return new StripeBilling(
                basis,
                basis == StripeBasis.CHARGES
                        ? new ChargeListing(
                                client, patience, LIVE_KEY.matcher(key).matches())
                        : new TransactionListing(client, patience));
    }

    /** The source of a key that cannot be right. */
    private static final class Unread implements BillingSource, SelfCheck {
        static final String MISTAKE = KEY + " must be a key that begins with sk_live_, sk_test_, rk_live_ or rk_test_,"
                + " and goes on with A-Z, a-z, 0-9 and _";

        @Override
        public String name() {
            return "stripe";
        }

        @Override
        public BilledCosts costs(LocalDate from, Instant now) {
            throw new UnavailableException(MISTAKE);
        }

        @Override
        public void selfCheck() {
            throw new ConfigurationException(MISTAKE);
        }
    }

    /** Without the slashes at its end. The key goes there, so it may be in clear on this machine alone. */
    private static String base(String text) {
        var rule = URL + " must be an https:// address without user, query and fragment, such as " + USUAL_URL
                + "; http:// only for localhost, 127.0.0.1 or [::1]";
        try {
            var url = new URI(text);
            if (isBare(url) && isSafe(url)) {
                return text.replaceFirst("/+$", "");
            }
        } catch (URISyntaxException e) {
            throw new ConfigurationException(rule);
        }
        throw new ConfigurationException(rule);
    }

    private static boolean isBare(URI url) {
        return url.getHost() != null
                && url.getPort() <= 65535
                && url.getRawUserInfo() == null
                && url.getRawQuery() == null
                && url.getRawFragment() == null;
    }

    private static boolean isSafe(URI url) {
        return "https".equalsIgnoreCase(url.getScheme())
                || ("http".equalsIgnoreCase(url.getScheme())
                        && LOOPBACK.matcher(url.getHost().toLowerCase(Locale.ROOT))
                                .matches());
    }
}
