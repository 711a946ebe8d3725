package ai.levqor.ops.billing;

import static ai.levqor.ops.billing.CostsServer.bucket;
import static ai.levqor.ops.billing.CostsServer.page;
import static ai.levqor.ops.billing.CostsServer.result;
import static ai.levqor.ops.http.RawServer.http;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ai.levqor.ops.http.RawServer;
import ai.levqor.ops.http.RemoteService.Limits;
import ai.levqor.ops.http.Secrets;
import ai.levqor.ops.spi.UnavailableException;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class OpenAiFaultsTest {
    private static final String KEY = "sk-admin-hidden_hidden_hidden";
    private static final Instant NOW = Instant.parse("2026-01-10T15:00:00Z");
    private static final LocalDate FROM = LocalDate.of(2026, 1, 1);
    private static final String SENSELESS = "OpenAI's answer makes no sense: ";
    private static final String ADMIN =
            ": OPENAI_ADMIN_KEY is refused; costs are told to an admin key (sk-admin-...) of the organisation alone";

    private final Secrets secrets = new Secrets(KEY, "hidden");

    @AfterEach
    void stopListening() {
        secrets.close();
    }

    @Test
    @DisplayName("a self-check says that the key is refused, and not the key")
    void selfCheckRefused() throws Exception {
        try (var server = RawServer.answering(http(401, KEY))) {
            var source = new OpenAiCosts(server.url(), KEY);

            var failure = catchThrowableOfType(UnavailableException.class, source::selfCheck);

            assertThat(failure).hasMessage("OpenAI answers 401" + ADMIN).hasNoCause();
            secrets.assertKept(failure, source);
        }
    }

    static Stream<Arguments> badAnswers() {
        var said = "{\"error\":{\"message\":\"Incorrect API key: " + KEY + "\"}}";
        return Stream.of(
                arguments(http(401, said), "OpenAI answers 401" + ADMIN),
                arguments(http(403, said), "OpenAI answers 403" + ADMIN),
                arguments(http(404, said), "OpenAI answers 404: OPS_OPENAI_URL is not where OpenAI's interface is"),
                arguments(http(429, said), "OpenAI asks for a pause"),
                arguments(http(400, said), "OpenAI answers 400"),
                arguments(http(500, said), "OpenAI answers 500"),
                arguments(http(503, ""), "OpenAI answers 503"),
                arguments(http(204, ""), "OpenAI answers 204"),
                arguments(http(302, "", "Location: http://127.0.0.1:1/hidden"), "OpenAI answers 302"),
                arguments(http(200, ""), SENSELESS + "data must be a list"),
                arguments(http(200, "hidden"), SENSELESS + "it must be JSON"),
                arguments(http(200, "{\"data\":[]"), SENSELESS + "it must be JSON"),
                arguments(http(200, "[".repeat(60_000)), SENSELESS + "it must be JSON"),
                arguments(http(200, "{\"data\":[],\"has_more\":false}{}"), SENSELESS + "it must be JSON"),
                arguments(http(200, "{\"data\":{}}"), SENSELESS + "data must be a list"),
                arguments(http(200, "{\"data\":[]}"), SENSELESS + "has_more must be true or false"),
                arguments(http(200, "{\"data\":[],\"has_more\":\"no\"}"), SENSELESS + "has_more must be true or false"),
                arguments(
                        http(200, "{\"data\":[],\"has_more\":true,\"next_page\":null}"),
                        SENSELESS + "next_page must be there, as there is more"),
                arguments(
                        http(200, "{\"data\":[],\"has_more\":true,\"next_page\":\"" + "x".repeat(3000) + "\"}"),
                        SENSELESS + "next_page must be there, as there is more"),
                arguments("garbage " + KEY + "\r\n\r\n", "OpenAI cannot be reached"),
                arguments("", "OpenAI cannot be reached"),
                arguments("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"data\":[", "OpenAI cannot be reached"));
    }

    static Stream<Arguments> badBuckets() {
        return Stream.of(
                arguments("7", "start_time must be whole seconds"),
                arguments("{}", "start_time must be whole seconds"),
                arguments("{\"start_time\":1.5}", "start_time must be whole seconds"),
                arguments("{\"start_time\":\"1767225600\"}", "start_time must be whole seconds"),
                arguments("{\"start_time\":99999999999999999999}", "start_time must be whole seconds"),
                arguments("{\"start_time\":1767225600}", "end_time must be whole seconds"),
                arguments("{\"start_time\":1767225600,\"end_time\":1}", "results must be a list"),
                arguments(
                        "{\"start_time\":1767225600,\"end_time\":1767830400,\"results\":[]}",
                        "a bucket must be a day of UTC"),
                arguments(
                        "{\"start_time\":1767229200,\"end_time\":1767315600,\"results\":[]}",
                        "a bucket must be a day of UTC"));
    }

    @ParameterizedTest
    @MethodSource("badAnswers")
    @DisplayName("a bad answer is a fault that says what to look at, and no secret")
    void badAnswer(String answer, String words) throws Exception {
        try (var server = RawServer.answering(answer)) {
            var costs = new OpenAiCosts(server.url(), KEY);

            var failure = refusal(costs);

            assertThat(failure).hasMessageStartingWith(words).hasNoCause();
            assertThat(failure.getSuppressed()).isEmpty();
            assertThat(failure.retryAfter().isPresent()).isEqualTo(words.contains("pause"));
            secrets.assertKept(failure, costs);
        }
    }

    @ParameterizedTest
    @MethodSource("badBuckets")
    @DisplayName("a bucket that is none is a fault")
    void badBucket(String bucket, String words) throws Exception {
        try (var server = RawServer.answering(page(bucket))) {
            assertThat(refusal(new OpenAiCosts(server.url(), KEY))).hasMessage(SENSELESS + words);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'\"hidden\"', usd, amount.value",
        "'\"\"', usd, amount.value",
        "'\"NaN\"', usd, amount.value",
        "NaN, usd, it must be JSON",
        "null, usd, amount.value",
        "true, usd, amount.value",
        "[], usd, amount.value",
        "1e300, usd, amount.value",
        "-1e13, usd, amount.value",
        "1e999999999, usd, amount.value",
        "1e-999999999, usd, amount.value",
        "'\"1,50\"', usd, amount.value",
        "1, hidden, amount.currency",
        "1, '', amount.currency"
    })
    @DisplayName("an amount that is none is a fault")
    void badAmount(String value, String currency, String words) throws Exception {
        try (var server = RawServer.answering(page(bucket(FROM, result(value, currency))))) {
            var failure = refusal(new OpenAiCosts(server.url(), KEY));

            assertThat(failure).hasMessageStartingWith(SENSELESS + words);
            secrets.assertKept(failure);
        }
    }

    @Test
    @DisplayName("amounts that add up to what no day can cost are a fault")
    void tooMuch() throws Exception {
        try (var server = RawServer.answering(page(bucket(FROM, result("6e11", "usd"), result("6e11", "usd"))))) {
            assertThat(refusal(new OpenAiCosts(server.url(), KEY)))
                    .hasMessage("the costs of 2026-01-01 add up to what no day can cost");
        }
    }

    @ParameterizedTest
    @CsvSource({"17, 17", "0, 1", "99999, 300", "-5, 30", "soon, 30", "'Wed, 21 Oct 2026 07:28:00 GMT', 30"})
    @DisplayName("a pause that OpenAI asks for is told, between one second and five minutes")
    void pause(String text, int seconds) throws Exception {
        try (var server = RawServer.answering(http(429, "", "Retry-After: " + text))) {
            assertThat(refusal(new OpenAiCosts(server.url(), KEY)).retryAfter()).contains(Duration.ofSeconds(seconds));
        }
    }

    @Test
    @DisplayName("pages that come round in a circle are a fault, and so are pages without an end")
    void endlessPages() throws Exception {
        var circle = http(200, "{\"data\":[],\"has_more\":true,\"next_page\":\"hidden\"}");
        try (var server = RawServer.answering(circle)) {
            assertThat(refusal(new OpenAiCosts(server.url(), KEY))).hasMessage("OpenAI's pages come round in a circle");
            assertThat(server.requests).hasSize(2);
        }
        var pages = new AtomicInteger();
        try (var server = RawServer.answering(request ->
                circle.replace("hidden", "%06d".formatted(pages.get())).replace("Any", "" + pages.incrementAndGet()))) {
            assertThat(refusal(new OpenAiCosts(server.url(), KEY)))
                    .hasMessage("OpenAI has more than 200 pages of costs");
            assertThat(server.requests).hasSize(200);
        }
    }

    @Test
    @DisplayName("an answer without an end is read for 8 MB")
    void hugeAnswer() throws Exception {
        var endless = "HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n" + " ".repeat(9_000_000);
        try (var server = RawServer.stallingAfter(endless)) {
            assertThat(refusal(new OpenAiCosts(server.url(), KEY)))
                    .hasMessage("OpenAI's answer is too long: 8388608 bytes or more");
            assertThat(server.ended.take()).isNotNull();
        }
    }

    static List<String> stalls() {
        return List.of("", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"data\":[");
    }

    @ParameterizedTest
    @MethodSource("stalls")
    @DisplayName("an answer that does not come, or not to its end, is given up with its connection")
    void stall(String beginning) throws Exception {
        try (var server = RawServer.stallingAfter(beginning)) {
            var limits = new Limits(Duration.ofSeconds(50), Duration.ofMillis(200), 1000);

            var failure = refusal(new OpenAiCosts(server.url(), KEY, limits));

            assertThat(failure)
                    .hasMessage("OpenAI did not answer within 200 ms")
                    .hasNoCause();
            assertThat(server.ended.take()).isNotNull();
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

        var failure = refusal(new OpenAiCosts("http://127.0.0.1:" + port, KEY));

        assertThat(failure)
                .hasMessage("OpenAI cannot be reached: ConnectException")
                .hasNoCause();
        secrets.assertKept(failure);
    }

    @Test
    @DisplayName("an interrupt ends the wait for a page at once, and stays set")
    void interrupted() throws Exception {
        try (var server = RawServer.stallingAfter("")) {
            var costs = new OpenAiCosts(server.url(), KEY);
            var stillSet = new CompletableFuture<Boolean>();
            var failed = new CompletableFuture<UnavailableException>();
            var reader = new Thread(() -> {
                failed.complete(refusal(costs));
                stillSet.complete(Thread.currentThread().isInterrupted());
            });
            reader.start();
            server.requests.take();

            reader.interrupt();

            assertThat(failed.get())
                    .hasMessage("interrupted while OpenAI was asked")
                    .hasNoCause();
            assertThat(stillSet.get()).isTrue();
            assertThat(server.ended.take()).isNotNull();
        }
    }

    @Test
    @DisplayName("nothing is sent while the JDK's HTTP client logs headers")
    void clientThatLogs() throws Exception {
        var logger = java.util.logging.Logger.getLogger("jdk.internal.httpclient.debug");
        try (var server = RawServer.answering(page())) {
            logger.setLevel(java.util.logging.Level.FINE);

            assertThat(refusal(new OpenAiCosts(server.url(), KEY)))
                    .hasMessageStartingWith("the JDK's HTTP client would log OPENAI_ADMIN_KEY: set the logger");
            assertThat(server.requests).isEmpty();
        } finally {
            logger.setLevel(null);
        }
    }

    private static UnavailableException refusal(OpenAiCosts costs) {
        var failure = catchThrowableOfType(UnavailableException.class, () -> costs.costs(FROM, NOW));
        assertThat(failure).isNotNull();
        return failure;
    }
}
