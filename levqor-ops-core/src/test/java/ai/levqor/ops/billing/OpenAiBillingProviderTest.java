package ai.levqor.ops.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.levqor.ops.discovery.Catalog;
import ai.levqor.ops.http.RawServer;
import ai.levqor.ops.http.Secrets;
import ai.levqor.ops.spi.ConfigurationException;
import ai.levqor.ops.spi.Settings;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.billing.BillingSourceProvider;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiBillingProviderTest {
    private static final Instant NOW = Instant.parse("2026-01-10T15:00:00Z");
    private static final LocalDate FROM = LocalDate.of(2026, 1, 1);

    @Test
    @DisplayName("the source is found and used as soon as the key is set, and not before")
    void isFound() {
        var catalog = Catalog.of(BillingSourceProvider.class, ServiceLoader.load(BillingSourceProvider.class));

        assertThat(catalog.configured(settings(Map.of()))).doesNotContain("openai");
        assertThat(catalog.configured(settings(Map.of("OPENAI_ADMIN_KEY", "sk-admin-made-up"))))
                .contains("openai");
        assertThat(catalog.choose(Optional.of("openai"), settings(Map.of("OPENAI_ADMIN_KEY", "sk-admin-made-up"))))
                .get()
                .isInstanceOf(OpenAiCosts.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sk-admin-made-up", "sk-proj-made-up", "anything!~"})
    @DisplayName("any key is tried, at the address of the setting")
    void anotherServer(String key) throws Exception {
        try (var server = RawServer.answering(CostsServer.page())) {
            var source = new OpenAiBillingProvider()
                    .create(settings(Map.of("OPENAI_ADMIN_KEY", key, "OPS_OPENAI_URL", server.url() + "/proxy//")));

            source.costs(FROM, NOW);

            assertThat(server.requests.take().head())
                    .startsWith("GET /proxy/v1/organization/costs?")
                    .contains("Bearer " + key + "\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hidden key", "hidden\nkey", "hidden\u00e9", "hidden\u0000"})
    @DisplayName("a key that cannot be one is logged, fails each read, and does not stop the start")
    void badKey(String key) {
        try (var secrets = new Secrets("hidden")) {
            var source = new OpenAiBillingProvider().create(settings(Map.of("OPENAI_ADMIN_KEY", key)));

            var failure = catchThrowable(() -> source.costs(FROM, NOW));

            assertThat(source.name()).isEqualTo("openai");
            assertThat(failure)
                    .isInstanceOf(UnavailableException.class)
                    .hasMessage("OPENAI_ADMIN_KEY must be printable ASCII without spaces, and is not");
            assertThat(secrets.said()).anyMatch(line -> line.startsWith("costs of OpenAI will be unknown: OPENAI_"));
            secrets.assertKept(failure, source);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://api.openai.com", "ftp://localhost", "https://hidden@x", "https://x?hidden", "hidden"})
    @DisplayName("an address that is neither https nor on this machine is a mistake, told without its value")
    void badAddress(String url) {
        assertThatThrownBy(() -> new OpenAiBillingProvider()
                        .create(settings(Map.of("OPENAI_ADMIN_KEY", "sk-admin-made-up", "OPS_OPENAI_URL", url))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("OPS_OPENAI_URL must be an https:// address")
                .hasMessageNotContaining("hidden")
                .hasNoCause();
    }

    private static Settings settings(Map<String, String> values) {
        return name -> Optional.ofNullable(values.get(name));
    }
}
