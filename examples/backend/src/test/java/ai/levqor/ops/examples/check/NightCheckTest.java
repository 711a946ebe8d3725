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
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The checks on a backend whose nights are as they should be, and on one where a single thing is not. */
class NightCheckTest {
    private static final String TOKEN = "a-token-for-this-test";
    private static final String PROBLEM = "{\"title\": \"no\", \"status\": %d, \"detail\": \"no\"}";
    private static final String JOB = """
            {"name": "retention", "state": "idle", "fires": [{"id": "retention@2026-03-01T00:05:00Z",
             "at": "2026-03-01T00:05:00Z", "state": "done"}]}""";
    private static final String SUMMARY = "{\"ok\": true, \"status\": \"done\", \"message\": \"m\", \"dry_run\": true}";
    private static final String CHECK =
            "{\"name\": \"disk\", \"detail\": \"d\", \"status\": \"passed\", \"millis\": 3}";
    private static final String VERIFY =
            "{\"ok\": true, \"millis\": 5, \"computed_at\": \"2026-03-01T00:05:00Z\", \"checks\": [%s]}"
                    .formatted(many(CHECK, 15));

    private final HttpServer server;
    private final List<String> acts = new CopyOnWriteArrayList<>();
    private volatile String jobs = "{\"ok\": true, \"jobs\": [%s]}".formatted(many(JOB, 6));
    private volatile String summary = SUMMARY;
    private volatile String verify = VERIFY;

    NightCheckTest() throws IOException {
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static String many(String row, int times) {
        return Collections.nCopies(times, row).stream().collect(Collectors.joining(", "));
    }

    private void answer(HttpExchange exchange) throws IOException {
        if (!TOKEN.equals(exchange.getRequestHeaders().getFirst("X-ADMIN-TOKEN"))) {
            send(exchange, 401, PROBLEM.formatted(401));
            return;
        }
        var path = exchange.getRequestURI().getPath();
        if (exchange.getRequestMethod().equals("POST")
                && exchange.getRequestURI().getQuery() == null) {
            acts.add(path);
        }
        switch (path) {
            case "/ops/jobs" -> send(exchange, 200, jobs);
            case "/ops/jobs/ops-summary" -> send(exchange, 200, summary);
            case "/ops/verify" -> send(exchange, 200, verify);
            default -> send(exchange, 404, PROBLEM.formatted(404));
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

    private String lines(Optional<String> token, boolean act) throws Exception {
        var out = new ByteArrayOutputStream();
        var address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        new NightCheck(new Probe(address), new Tally(new PrintStream(out, true, StandardCharsets.UTF_8)))
                .run(token, act);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    @DisplayName("all is well: no line fails, and the summary and the check are run")
    void well() throws Exception {
        var lines = lines(Optional.of(TOKEN), true);

        assertThat(lines).doesNotContain("FAIL").contains("PASS POST /ops/verify", "PASS GET /ops/jobs");
        assertThat(acts).contains("/ops/jobs/ops-summary", "/ops/verify");
    }

    @Test
    @DisplayName("without --act nothing is run; without a token nothing can be seen")
    void carefully() throws Exception {
        var seen = lines(Optional.of(TOKEN), false);
        var blind = lines(Optional.empty(), true);

        assertThat(acts).containsExactly("/ops/jobs/tea");
        assertThat(seen).doesNotContain("FAIL").contains("SKIP POST /ops/verify");
        assertThat(blind).doesNotContain("FAIL").contains("SKIP GET /ops/jobs and /ops/verify");
    }

    @ParameterizedTest(name = "{0} instead of {1}")
    @DisplayName("a single thing that is not as it should be fails: ")
    @CsvSource(
            delimiter = '|',
            value = {
                "\"state\": \"lost\" | \"state\": \"done\"",
                "\"state\": \"busy\" | \"state\": \"idle\"",
                "\"at\": \"today\" | \"at\": \"2026-03-01T00:05:00Z\"",
                "\"ok\": false | \"ok\": true",
                "\"dry_run\": false | \"dry_run\": true",
                "\"status\": \"fine\" | \"status\": \"passed\"",
                "\"millis\": \"3\" | \"millis\": 3",
            })
    void wrong(String wrong, String right) throws Exception {
        jobs = jobs.replace(right, wrong);
        summary = summary.replace(right, wrong);
        verify = verify.replace(right, wrong);

        assertThat(lines(Optional.of(TOKEN), true)).contains("FAIL");
    }
}
