package ai.levqor.ops.stripe;

import static ai.levqor.ops.stripe.Times.NOW;
import static ai.levqor.ops.stripe.Times.TODAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.levqor.ops.spi.ConfigurationException;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.billing.BillingSource;
import ai.levqor.ops.spi.billing.BillingSourceProvider;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StripeBillingProviderTest {

    @Test
    @DisplayName("the provider is found, and asks for the key alone")
    void isFound() {
        assertThat(ServiceLoader.load(BillingSourceProvider.class))
                .singleElement()
                .satisfies(it -> assertThat(it).isInstanceOf(StripeBillingProvider.class))
                .satisfies(it -> assertThat(it.id()).isEqualTo("stripe"))
                .satisfies(it -> assertThat(it.requiredSettings()).containsExactly("STRIPE_SECRET_KEY"));
    }

    @Test
    @DisplayName("making the source asks Stripe for nothing; the address may have a path, and slashes at its end")
    void opensNothing() throws IOException {
        try (var stripe = new FakeStripe()) {
            stripe.always(Answers.json(200, "{\"data\":[],\"has_more\":false}"));
            var source = with(Map.of("OPS_STRIPE_URL", stripe.url() + "/gateway//"));
            assertThat(stripe.requests).isEmpty();

            source.costs(TODAY, NOW);

            assertThat(stripe.asked()).singleElement().asString().startsWith("/gateway/v1/balance_transactions?");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sk_live_1", "sk_test_1a", "rk_live_x_Y", "rk_test_1"})
    @DisplayName("a key is a secret or a restricted one, of live or of test mode")
    void goodKey(String key) {
        assertThat(with(Map.of("STRIPE_SECRET_KEY", key))).isInstanceOf(StripeBilling.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pk_live_secret4",
                "sk_secret4",
                "whsec_secret4",
                "sk_live_",
                "sk_live_secret4\r\nX: y",
                "secret4"
            })
    @DisplayName("a key that cannot be right is logged, fails each reading, and does not stop the start")
    void badKey(String key) {
        try (var secrets = new Secrets("secret4")) {
            var source = with(Map.of("STRIPE_SECRET_KEY", key));

            var failure = catchThrowable(() -> source.costs(TODAY, NOW));

            assertThat(failure)
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageStartingWith("STRIPE_SECRET_KEY must be a key that begins with sk_live_")
                    .hasNoCause();
            assertThat(source.name()).isEqualTo("stripe");
            assertThat(secrets.said())
                    .anyMatch(it -> it.startsWith("Stripe's costs will be unknown: STRIPE_SECRET_KEY"));
            secrets.assertKept(failure, source);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "FEES", "fee", "charges,fees", "secret4"})
    @DisplayName("a wrong basis is a mistake, told without its value")
    void badBasis(String basis) {
        assertThat(catchThrowable(() -> with(Map.of("OPS_STRIPE_BASIS", basis))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("OPS_STRIPE_BASIS must be fees, fees_only or charges");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.stripe.com",
                "HTTPS://stripe.example:8443/x",
                "http://localhost",
                "http://127.1.2.3:1",
                "HTTP://LocalHost:81",
                "http://[::1]:81/"
            })
    @DisplayName("an address may be https, or http on this machine")
    void goodAddress(String url) {
        assertThat(with(Map.of("OPS_STRIPE_URL", url))).isInstanceOf(StripeBilling.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://api.stripe.com",
                "http://127.0.0.1.example.org",
                "http://localhost.example.org",
                "http://[::2]",
                "ftp://localhost",
                "localhost:8081",
                "api.stripe.com",
                "//api.stripe.com",
                "https://",
                "https:///x",
                "https://hidden:hidden@api.stripe.com",
                "https://api.stripe.com?hidden=1",
                "https://api.stripe.com/#hidden",
                "https://api.stripe.com:123456",
                "https://hidden hidden",
                "https://%zz"
            })
    @DisplayName("any other address is a mistake, told without its value")
    void badAddress(String url) {
        assertThat(catchThrowable(() -> with(Map.of("OPS_STRIPE_URL", url))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("OPS_STRIPE_URL must be an https:// address")
                .hasMessageNotContaining("hidden")
                .hasNoCause();
    }

    private static BillingSource with(Map<String, String> settings) {
        var all = new HashMap<>(Map.of("STRIPE_SECRET_KEY", FakeStripe.TEST_KEY));
        all.putAll(settings);
        return new Sources().of(all);
    }
}
