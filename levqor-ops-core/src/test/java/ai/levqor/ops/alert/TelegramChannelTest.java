package ai.levqor.ops.alert;

import static ai.levqor.ops.http.RawServer.http;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ai.levqor.ops.http.RawServer;
import ai.levqor.ops.http.Secrets;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.host.Alert;
import ai.levqor.ops.spi.host.Alert.Severity;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class TelegramChannelTest {
    private static final String TOKEN = "123456789:AAE-secret_secret_secret_secret_1";
    private static final String CHAT = "-1009876543210";
    private static final String SENT = "{\"ok\":true,\"result\":{\"message_id\":1}}";
    private static final Duration LONG = Duration.ofSeconds(50);
    private static final Duration SHORT = Duration.ofMillis(200);

    private final Secrets secrets = new Secrets(TOKEN, "secret_secret", CHAT);

    @AfterEach
    void stopListening() {
        secrets.close();
    }

    @Test
    @DisplayName("an alert is one POST of plain text in JSON to the bot's chat")
    void sent() throws Exception {
        try (var server = RawServer.answering(http(200, SENT))) {
            channel(server, LONG).send(alert(Severity.CRITICAL, "a <b>_title_</b> \uD83D\uDE80", "two\nlines \"é\""));

            var request = server.requests.take();
            assertThat(request.head())
                    .startsWith("POST /bot" + TOKEN + "/sendMessage HTTP/1.1\r\n")
                    .containsIgnoringCase("content-type: application/json\r\n")
                    .doesNotContainIgnoringCase("upgrade:");
            assertThat(request.body()).doesNotContain("parse_mode");
            var message = json(request);
            assertThat(message.path("chat_id").asText()).isEqualTo(CHAT);
            assertThat(message.path("text").asText())
                    .isEqualTo("🚨 a <b>_title_</b> \uD83D\uDE80\ninc-7 · 2026-11-23T09:00:00Z\ntwo\nlines \"é\"");
            assertThat(message.path("link_preview_options").path("is_disabled").booleanValue())
                    .isTrue();
            assertThat(server.requests).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Severity.class)
    @DisplayName("what is good to know rings no phone")
    void silent(Severity severity) throws Exception {
        try (var server = RawServer.answering(http(200, SENT))) {
            channel(server, LONG).send(alert(severity, "title", ""));

            assertThat(json(server.requests.take()).path("disable_notification").booleanValue())
                    .isEqualTo(severity == Severity.INFO);
        }
    }

    @Test
    @DisplayName("half of a surrogate pair in a title is sent all the same")
    void halfPair() throws Exception {
        try (var server = RawServer.answering(http(200, SENT))) {
            channel(server, LONG).send(alert(Severity.INFO, "broken \uD83D", ""));

            assertThat(json(server.requests.take()).path("text").asText()).contains("broken ?");
        }
    }

    @Test
    @DisplayName("a self-check asks for the chat, and sends nobody anything")
    void selfCheck() throws Exception {
        try (var server = RawServer.answering(http(200, "{\"ok\":true,\"result\":{\"id\":-1009876543210}}"))) {
            channel(server, LONG).selfCheck();

            var request = server.requests.take();
            assertThat(request.head()).startsWith("POST /bot" + TOKEN + "/getChat HTTP/1.1\r\n");
            assertThat(request.body()).isEqualTo("{\"chat_id\":\"" + CHAT + "\"}");
            assertThat(server.requests).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "401, Telegram answers 401: TELEGRAM_BOT_TOKEN is refused",
        "400, Telegram answers 400: TELEGRAM_CHAT_ID must name a chat that is there and that the bot may write to"
    })
    @DisplayName("a self-check says which of the two settings is wrong, and neither of them")
    void selfCheckRefused(int status, String words) throws Exception {
        try (var server = RawServer.answering(http(status, error(status)))) {
            var channel = channel(server, LONG);

            var failure = catchThrowableOfType(UnavailableException.class, channel::selfCheck);

            assertThat(failure).hasMessage(words).hasNoCause();
            secrets.assertKept(failure, channel);
        }
    }

    static Stream<Arguments> badAnswers() {
        return Stream.of(
                arguments(http(401, error(401)), "Telegram answers 401: TELEGRAM_BOT_TOKEN is refused"),
                arguments(http(401, error(401), "WWW-Authenticate: Basic realm=\"x\""), "TELEGRAM_BOT_TOKEN"),
                arguments(http(404, error(404)), "Telegram answers 404: TELEGRAM_BOT_TOKEN is refused, or OPS_"),
                arguments(http(400, error(400)), "Telegram answers 400: TELEGRAM_CHAT_ID must name a chat"),
                arguments(http(403, error(403)), "Telegram answers 403: TELEGRAM_CHAT_ID must name a chat"),
                arguments(http(429, error(429)), "Telegram asks for a pause"),
                arguments(http(407, ""), "Telegram answers 407"),
                arguments(http(500, "oops"), "Telegram answers 500"),
                arguments(http(503, ""), "Telegram answers 503"),
                arguments(http(204, ""), "Telegram answers 204"),
                arguments(http(200, ""), "Telegram's answer makes no sense"),
                arguments(http(200, "<html>" + TOKEN), "Telegram's answer makes no sense"),
                arguments(http(200, "{\"ok\":false}"), "Telegram's answer makes no sense"),
                arguments(http(200, "{\"ok\":\"true\"}"), "Telegram's answer makes no sense"),
                arguments(http(200, "[".repeat(60_000)), "Telegram's answer makes no sense"),
                arguments("garbage " + TOKEN + "\r\n\r\n", "Telegram cannot be reached"),
                arguments("\0\0\0\0", "Telegram cannot be reached"),
                arguments("", "Telegram cannot be reached"),
                arguments("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"ok\":true", "Telegram cannot be reached"));
    }

    @ParameterizedTest
    @MethodSource("badAnswers")
    @DisplayName("every other answer is a fault that says what to look at, and no secret")
    void badAnswer(String answer, String words) throws Exception {
        try (var server = RawServer.answering(answer)) {
            var channel = channel(server, LONG);

            var failure = refusal(channel);

            assertThat(failure)
                    .hasMessageStartingWith(words.startsWith("Telegram") ? words : "Telegram answers 401: " + words);
            assertThat(failure).hasNoCause();
            assertThat(failure.getSuppressed()).isEmpty();
            assertThat(failure.retryAfter().isPresent()).isEqualTo(words.contains("pause"));
            secrets.assertKept(failure, channel);
            assertThat(server.requests).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"parameters\":{\"retry_after\":17}}', 17",
        "'{\"parameters\":{\"retry_after\":0}}', 1",
        "'{\"parameters\":{\"retry_after\":-5}}', 1",
        "'{\"parameters\":{\"retry_after\":1e300}}', 300",
        "'{\"parameters\":{\"retry_after\":\"soon\"}}', 30",
        "'{\"parameters\":[]}', 30",
        "'Too Many Requests', 30"
    })
    @DisplayName("a pause that Telegram asks for is told, between one second and five minutes")
    void pause(String body, int seconds) throws Exception {
        try (var server = RawServer.answering(http(429, body))) {
            assertThat(refusal(channel(server, LONG)).retryAfter()).contains(Duration.ofSeconds(seconds));
        }
    }

    static List<String> stalls() {
        return List.of("", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"ok\":true,");
    }

    @ParameterizedTest
    @MethodSource("stalls")
    @DisplayName("an answer that does not come, or not to its end, is given up with its connection")
    void stall(String beginning) throws Exception {
        try (var server = RawServer.stallingAfter(beginning)) {
            var channel = channel(server, SHORT);

            var failure = refusal(channel);

            assertThat(failure)
                    .hasMessage("Telegram did not answer within 200 ms")
                    .hasNoCause();
            assertThat(server.ended.take()).isNotNull();
            secrets.assertKept(failure, channel);
        }
    }

    @Test
    @DisplayName("an answer without an end is read for 64 kB")
    void hugeAnswer() throws Exception {
        var endless = "HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n" + " ".repeat(70_000);
        try (var server = RawServer.stallingAfter(endless)) {
            assertThat(refusal(channel(server, LONG))).hasMessage("Telegram's answer makes no sense");
            assertThat(server.ended.take()).isNotNull();
        }
    }

    @ParameterizedTest
    @CsvSource({"301", "302", "307", "308"})
    @DisplayName("a redirect is not followed: the token goes nowhere else")
    void redirect(int status) throws Exception {
        try (var other = RawServer.answering(http(200, SENT));
                var server = RawServer.answering(http(status, "", "Location: " + other.url() + "/bot"))) {
            var failure = refusal(channel(server, LONG));

            assertThat(failure).hasMessage("Telegram answers " + status);
            assertThat(other.requests).isEmpty();
            secrets.assertKept(failure);
        }
    }

    @Test
    @DisplayName("nobody listening is a fault without the address")
    void nobodyListens() throws IOException {
        int port;
        try (var closed = new ServerSocket(0)) {
            port = closed.getLocalPort();
        }
        var channel = new TelegramChannel("http://127.0.0.1:" + port, TOKEN, CHAT, LONG);

        var failure = refusal(channel);

        assertThat(failure)
                .hasMessage("Telegram cannot be reached: ConnectException")
                .hasNoCause();
        secrets.assertKept(failure, channel);
    }

    @Test
    @DisplayName("an interrupt ends the wait at once, and stays set")
    void interrupted() throws Exception {
        try (var server = RawServer.stallingAfter("")) {
            var channel = channel(server, LONG);
            var stillSet = new CompletableFuture<Boolean>();
            var failed = new CompletableFuture<UnavailableException>();
            var sender = new Thread(() -> {
                failed.complete(refusal(channel));
                stillSet.complete(Thread.currentThread().isInterrupted());
            });
            sender.start();
            server.requests.take();

            sender.interrupt();

            assertThat(failed.get())
                    .hasMessage("interrupted while Telegram was asked")
                    .hasNoCause();
            assertThat(stillSet.get()).isTrue();
            assertThat(server.ended.take()).isNotNull();
            secrets.assertKept(failed.get());
        }
    }

    @Test
    @DisplayName("a channel works again after a fault")
    void worksAgain() throws Exception {
        try (var server = RawServer.answering(http(200, SENT))) {
            var channel = channel(server, LONG);
            Thread.currentThread().interrupt();

            assertThat(refusal(channel)).hasMessage("interrupted while Telegram was asked");

            assertThat(Thread.interrupted()).isTrue();
            assertThatCode(() -> channel.send(alert(Severity.INFO, "again", "")))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    @DisplayName("nothing is sent while the JDK's HTTP client logs addresses")
    void clientThatLogs() throws Exception {
        var logger = java.util.logging.Logger.getLogger("jdk.internal.httpclient.debug");
        try (var server = RawServer.answering(http(200, SENT))) {
            logger.setLevel(java.util.logging.Level.FINE);

            var byLogger = refusal(channel(server, LONG));
            logger.setLevel(null);
            System.setProperty("jdk.httpclient.HttpClient.log", "requests");
            var byProperty = refusal(channel(server, LONG));

            assertThat(byLogger).hasMessageContaining("set the logger jdk.internal.httpclient.debug to INFO");
            assertThat(byProperty).hasMessage(byLogger.getMessage());
            assertThat(server.requests).isEmpty();
        } finally {
            logger.setLevel(null);
            System.clearProperty("jdk.httpclient.HttpClient.log");
        }
    }

    private static String error(int code) {
        return "{\"ok\":false,\"error_code\":" + code + ",\"description\":\"of bot" + TOKEN + " in " + CHAT + "\"}";
    }

    private static TelegramChannel channel(RawServer server, Duration timeout) {
        return new TelegramChannel(server.url(), TOKEN, CHAT, timeout);
    }

    private static UnavailableException refusal(TelegramChannel channel) {
        var failure = catchThrowableOfType(
                UnavailableException.class, () -> channel.send(alert(Severity.WARNING, "title", "text")));
        assertThat(failure).isNotNull();
        return failure;
    }

    private static Alert alert(Severity severity, String title, String text) {
        return new Alert(Instant.parse("2026-11-23T09:00:00.123Z"), severity, "inc-7", title, text);
    }

    private static JsonNode json(RawServer.Request request) throws IOException {
        return new ObjectMapper().readTree(request.body());
    }
}
