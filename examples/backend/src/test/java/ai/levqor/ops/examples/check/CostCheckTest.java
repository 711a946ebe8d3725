package ai.levqor.ops.examples.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The checks on a backend that tells a forecast as it should, and on one that does not in a single thing. */
class CostCheckTest {
    private static final String TOKEN = "a-token-for-this-test";
    private static final String PROBLEM = "{\"title\": \"no\", \"status\": %d, \"detail\": \"colour\"}";
    private static final String FORECAST = """
            {"ok": true, "forecast_next_30d": 150, "confidence_low": 120.5, "confidence_high": 180, "low_95": 100,
             "high_95": 200, "currency": "usd", "method": "median6", "cost_today": 2.5, "partial": false,
             "computed_at": "2026-03-01T12:00:00Z",
             "breakdown": [{"source": "cloud", "item": "tokens", "kind": "usage", "currency": "usd",
               "method": "median6", "last_30d": 120, "forecast_30d": 150, "low": 120.5, "high": 180, "share": 1,
               "in_total": true}],
             "sources": [{"name": "cloud", "state": "fresh"}], "path": [%s]}""".formatted(IntStream.range(1, 31)
            .mapToObj("{\"day\": \"2026-03-%02d\", \"cost\": 5}"::formatted)
            .collect(Collectors.joining(", ")));
    private static final String RUN = """
            {"ok": true, "job": "cost-forecast", "status": "done", "message": "m", "started_at": "2026-04-01T00:05:00Z",
             "ended_at": "2026-04-01T00:05:01Z"}""";

    private final HttpServer server;
    private final AtomicInteger runs = new AtomicInteger();
    private volatile String forecast = FORECAST;
    private volatile String run = RUN;
    private volatile int busy;

    CostCheckTest() throws IOException {
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        var token = exchange.getRequestHeaders().getFirst("X-ADMIN-TOKEN");
        if (exchange.getRequestURI().getQuery() != null) {
            send(exchange, 400, PROBLEM.formatted(400));
        } else if (exchange.getRequestURI().getPath().equals("/ops/cost/forecast")) {
            send(exchange, 200, forecast);
        } else if (!TOKEN.equals(token)) {
            send(exchange, 401, PROBLEM.formatted(401));
        } else {
            send(exchange, runs.incrementAndGet() > busy ? 200 : 202, run);
        }
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders()
                .set("Content-Type", status >= 400 ? "application/problem+json" : "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Test
    @DisplayName("a backend that answers as it should passes every check; a job that is still running is waited for")
    void sound() throws Exception {
        busy = 2;

        assertThat(check(Optional.of(TOKEN), true)).hasSize(4).allMatch(line -> line.startsWith("PASS "));
        assertThat(runs).hasValue(3);
    }

    @Test
    @DisplayName("a backend without a forecast passes if nothing is to be run there, and nothing is")
    void watching() throws Exception {
        forecast = FORECAST.replaceAll(
                        "\"(forecast_next_30d|confidence_low|confidence_high|low_95|high_95)\": [0-9.]+",
                        "\"$1\": null")
                .replaceAll("\"path\": \\[.*]", "\"path\": []");

        var lines = check(Optional.of(TOKEN), false);

        assertThat(lines)
                .filteredOn(line -> line.startsWith("SKIP"))
                .singleElement()
                .asString()
                .contains("--act");
        assertThat(lines).noneMatch(line -> line.startsWith("FAIL"));
        assertThat(check(Optional.of(TOKEN), true)).anyMatch(line -> line.startsWith("FAIL GET /ops/cost/forecast"));
        assertThat(runs).hasValue(1);
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(textBlock = """
                    FORECAST | "confidence_low": 120.5 | "confidence_low": 150.5 | above forecast_next_30d
                    FORECAST | "low_95": 100           | "low_95": 121           | above confidence_low
                    FORECAST | "high_95": 200          | "high_95": 179          | above high_95
                    FORECAST | "currency": "usd"       | "currency": 840         | currency
                    FORECAST | "partial": false        | "partial": "no"         | partial
                    FORECAST | "kind": "usage"         | "kind": "magic"         | kind
                    FORECAST | "state": "fresh"        | "state": "stale"        | state
                    FORECAST | "last_30d": 120         | "last_30d": null        | last_30d
                    FORECAST | "cost": 5}]             | "cost": 5}, {"day": "2026-03-31", "cost": 5}] | 30 or
                    FORECAST | 2026-03-01T12:00:00Z    | noon                    | computed_at
                    RUN      | "status": "done"        | "status": "failed"      | status
                    """, delimiter = '|', quoteCharacter = '\'')
    @DisplayName("one thing that is wrong fails one check, which names it")
    void wrong(String what, String right, String instead, String words) throws Exception {
        if (what.equals("RUN")) {
            run = run.replace(right, instead);
        } else {
            forecast = forecast.replace(right, instead);
        }

        var failures = check(Optional.of(TOKEN), true).stream()
                .filter(line -> line.startsWith("FAIL"))
                .toList();

        assertThat(failures).singleElement().asString().contains(words);
    }

    @Test
    @DisplayName("without a token it checks what it can, and says what it cannot")
    void noToken() throws Exception {
        var lines = check(Optional.empty(), true);

        assertThat(lines).hasSize(4).filteredOn(line -> line.startsWith("SKIP")).hasSize(1);
        assertThat(runs).hasValue(0);
    }

    private List<String> check(Optional<String> token, boolean act) throws IOException, InterruptedException {
        var out = new ByteArrayOutputStream();
        var address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        new CostCheck(new Probe(address), new Tally(new PrintStream(out, true, StandardCharsets.UTF_8)))
                .run(token, act);
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
