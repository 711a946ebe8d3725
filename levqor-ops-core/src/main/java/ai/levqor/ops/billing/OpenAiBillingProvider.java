package ai.levqor.ops.billing;

import ai.levqor.ops.http.BaseUrl;
import ai.levqor.ops.spi.Settings;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.billing.BilledCosts;
import ai.levqor.ops.spi.billing.BillingSource;
import ai.levqor.ops.spi.billing.BillingSourceProvider;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the organisation spends at OpenAI, as soon as {@code OPENAI_ADMIN_KEY} is set. A key that cannot be one is logged,
 * and then fails each read: a backend starts without knowing its costs, too. {@code OPS_OPENAI_URL} is another address of
 * the interface; a wrong one stops the start. No message repeats a value.
 */
public final class OpenAiBillingProvider implements BillingSourceProvider {
    /** The one setting that it needs. */
    static final String KEY = "OPENAI_ADMIN_KEY";

    private static final Logger LOG = LoggerFactory.getLogger(OpenAiBillingProvider.class);
    private static final String URL = "OPS_OPENAI_URL";
    private static final String USUAL_URL = "https://api.openai.com";
    private static final Pattern KEY_RULE = Pattern.compile("[!-~]{1,1000}");

    @Override
    public String id() {
        return "openai";
    }

    @Override
    public Set<String> requiredSettings() {
        return Set.of(KEY);
    }

    @Override
    public BillingSource create(Settings settings) {
        var base = BaseUrl.of(URL, settings.find(URL).orElse(USUAL_URL), USUAL_URL);
        var key = settings.require(KEY);
        return KEY_RULE.matcher(key).matches() ? new OpenAiCosts(base, key) : new WrongKey();
    }

    /** Tells nothing. */
    private static final class WrongKey implements BillingSource {
        private static final String MISTAKE = KEY + " must be printable ASCII without spaces, and is not";

        WrongKey() {
            LOG.warn("costs of OpenAI will be unknown: {}", MISTAKE);
        }

        @Override
        public String name() {
            return OpenAiCosts.NAME;
        }

        @Override
        public BilledCosts costs(LocalDate from, Instant now) {
            throw new UnavailableException(MISTAKE);
        }
    }
}
