package ai.levqor.ops.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.levqor.ops.discovery.Catalog;
import ai.levqor.ops.http.RawServer;
import ai.levqor.ops.http.Secrets;
import ai.levqor.ops.spi.ConfigurationException;
import ai.levqor.ops.spi.Settings;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.host.Alert;
import ai.levqor.ops.spi.host.Alert.Severity;
import ai.levqor.ops.spi.host.AlertChannelProvider;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TelegramChannelProviderTest {
    private static final String TOKEN = "123456789:AAE-secret_secret_secret_secret_1";
    private static final String CHAT = "-1009876543210";

    @Test
    @DisplayName("the channel is found and used as soon as token and chat are set, and not before")
    void isFound() {
        var catalog = Catalog.of(AlertChannelProvider.class, ServiceLoader.load(AlertChannelProvider.class));

        assertThat(catalog.ids()).contains("telegram");
        assertThat(catalog.choose(Optional.empty(), settings(Map.of("TELEGRAM_BOT_TOKEN", TOKEN))))
                .isEmpty();
        assertThat(catalog.choose(Optional.empty(), settings(Map.of("TELEGRAM_CHAT_ID", CHAT))))
                .isEmpty();
        assertThat(catalog.choose(Optional.empty(), with(Map.of()))).get().isInstanceOf(TelegramChannel.class);
    }

    @Test
    @DisplayName("the address of another server is a setting")
    void anotherServer() throws Exception {
        try (var server = RawServer.answering(RawServer.http(200, "{\"ok\":true}"))) {
            var channel =
                    new TelegramChannelProvider().create(with(Map.of("OPS_TELEGRAM_URL", server.url() + "/gateway//")));

            channel.send(alert());

            assertThat(server.requests.take().head()).startsWith("POST /gateway/bot" + TOKEN + "/sendMessage ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.telegram.org",
                "HTTPS://bots.example:8443/x",
                "http://localhost",
                "http://127.1.2.3:1",
                "HTTP://LocalHost:81",
                "http://[::1]:81/"
            })
    @DisplayName("an address may be https, or http on this machine")
    void goodAddress(String url) {
        assertThat(new TelegramChannelProvider().create(with(Map.of("OPS_TELEGRAM_URL", url))))
                .isInstanceOf(TelegramChannel.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://api.telegram.org",
                "http://127.0.0.1.example.org",
                "http://localhost.example.org",
                "http://[::2]",
                "ftp://localhost",
                "localhost:8081",
                "api.telegram.org",
                "//api.telegram.org",
                "https://",
                "https:///x",
                "https://hidden:hidden@api.telegram.org",
                "https://api.telegram.org?hidden=1",
                "https://api.telegram.org/#hidden",
                "https://api.telegram.org:123456",
                "https://hidden hidden",
                "https://%zz"
            })
    @DisplayName("any other address is a mistake, told without its value")
    void badAddress(String url) {
        var failure = catchThrowable(() -> new TelegramChannelProvider().create(with(Map.of("OPS_TELEGRAM_URL", url))));

        assertThat(failure)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("OPS_TELEGRAM_URL must be an https:// address")
                .hasMessageNotContaining("hidden")
                .hasNoCause();
    }

    @ParameterizedTest
    @CsvSource({
        "TELEGRAM_BOT_TOKEN, AAE-secret_secret_secret_secret_1",
        "TELEGRAM_BOT_TOKEN, 123456789:secret",
        "TELEGRAM_BOT_TOKEN, 123456789:secret_secret_secret_secret/../x",
        "TELEGRAM_BOT_TOKEN, bot123456789:secret_secret_secret_secret",
        "TELEGRAM_CHAT_ID, secret",
        "TELEGRAM_CHAT_ID, @secret secret",
        "TELEGRAM_CHAT_ID, 12secret",
        "TELEGRAM_CHAT_ID, -"
    })
    @DisplayName("a token or chat that cannot be right is logged, fails each alert, and does not stop the start")
    void badValue(String setting, String value) {
        try (var secrets = new Secrets("secret")) {
            var channel = new TelegramChannelProvider().create(with(Map.of(setting, value)));

            assertThatExceptionOfType(UnavailableException.class)
                    .isThrownBy(() -> channel.send(alert()))
                    .withMessageStartingWith(setting + " must be ")
                    .withNoCause();
            assertThat(secrets.said()).anyMatch(line -> line.startsWith("no alert will be sent: " + setting));
            secrets.assertKept(catchThrowable(() -> channel.send(alert())), channel);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"42", "-1009876543210", "@our_channel1"})
    @DisplayName("a chat is a number or the name of a channel")
    void goodChat(String chat) {
        assertThat(new TelegramChannelProvider().create(with(Map.of("TELEGRAM_CHAT_ID", chat))))
                .isInstanceOf(TelegramChannel.class);
    }

    private static Alert alert() {
        return new Alert(Instant.EPOCH, Severity.INFO, "", "title", "");
    }

    private static Settings with(Map<String, String> others) {
        var all = new HashMap<>(Map.of("TELEGRAM_BOT_TOKEN", TOKEN, "TELEGRAM_CHAT_ID", CHAT));
        all.putAll(others);
        return settings(all);
    }

    private static Settings settings(Map<String, String> values) {
        return name -> Optional.ofNullable(values.get(name));
    }
}
