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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The checks on a backend that answers as it should, and on one that does not in a single thing. */
class RetentionCheckTest {
    private static final String TOKEN = "a-token-for-this-test";
    private static final String TAG = "\"one\"";
    private static final String PROBLEM = "{\"title\": \"no\", \"status\": %d, \"detail\": \"days and colour\"}";
    private static final String ROW = """
            {"day": "2026-03-%02d", "dau": 10, "wau": 30, "mau": 90, "state": "FINAL",
             "computed_at": "2026-04-01T00:05:00Z", "stickiness": 0.1, "new": 1, "retained": 8, "resurrected": 1,
             "churned": 2}""";
    private static final String UNKNOWN = """
            {"day": "2026-03-01", "dau": 10, "wau": null, "mau": null, "state": "INCOMPLETE_WINDOW",
             "computed_at": "2026-04-01T00:05:00Z", "stickiness": null, "new": null, "retained": null,
             "resurrected": null, "churned": null}""";
    private static final String ROWS = """
            {"ok": true, "zone": "UTC", "last_finished": "2026-03-30", "stale": false, "count": 30, "metrics": [%s]}""".formatted(IntStream.range(0, 29)
            .mapToObj(day -> ROW.formatted(30 - day))
            .collect(Collectors.joining(", ", "", ", " + UNKNOWN)));
    private static final String COHORTS = """
            {"ok": true, "count": 2, "cohorts": [
             {"first_day": "2026-03-30", "size": 5, "d1_classic": null, "d7_classic": null, "d30_classic": null,
              "d1_rolling": null, "d7_rolling": null, "d30_rolling": null},
             {"first_day": "2026-01-01", "size": 9, "d1_classic": 4, "d7_classic": 3, "d30_classic": 1,
              "d1_rolling": 7, "d7_rolling": 6, "d30_rolling": 2}]}""";
    private static final String JOBS = """
            {"ok": true, "count": 1, "jobs": [{"name": "retention", "state": "idle", "runs": [
             {"ok": true, "status": "done", "message": "m", "started_at": "2026-04-01T00:05:00Z"}]}]}""";
    private static final String RUN = """
            {"ok": true, "job": "retention", "status": "done", "message": "m", "started_at": "2026-04-01T00:05:00Z",
             "ended_at": "2026-04-01T00:05:01Z"}""";

    private final HttpServer server;
    private final List<String> runs = new ArrayList<>();
    private String rows = ROWS;
    private String cohorts = COHORTS;
    private String jobs = JOBS;
    private String run = RUN;
    private boolean open;
    private boolean tagless;
    private int busy;

    RetentionCheckTest() throws IOException {
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        var uri = exchange.getRequestURI();
        var query = Optional.ofNullable(uri.getQuery()).orElse("");
        var tokens = exchange.getRequestHeaders().getOrDefault("X-ADMIN-TOKEN", List.of());
        if (!open && !tokens.contains(TOKEN)) {
            send(exchange, 401, PROBLEM.formatted(401));
        } else if (query.matches("days=(0|9999|many)|colour=.*")) {
            send(exchange, 400, PROBLEM.formatted(400));
        } else if (query.equals("days=3")) {
            send(exchange, 200, "{\"metrics\": [1, 2, 3]}");
        } else if (exchange.getRequestHeaders()
                        .getOrDefault("If-None-Match", List.of())
                        .contains(TAG)
                && !tagless) {
            send(exchange, 304, "");
        } else {
            var body = body(exchange.getRequestMethod(), uri.getPath());
            send(exchange, runs.isEmpty() || runs.size() > busy ? 200 : 202, body);
        }
    }

    private String body(String method, String path) {
        return switch (path) {
            case "/admin/retention" -> rows;
            case "/admin/retention/cohorts" -> cohorts;
            case "/ops/jobs" -> jobs;
            default -> {
                runs.add(method + " " + path);
                yield run;
            }
        };
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders()
                .set("Content-Type", status >= 400 ? "application/problem+json" : "application/json");
        exchange.getResponseHeaders().set("ETag", TAG);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Test
    @DisplayName("a backend that answers as it should passes every check, and its job is run once")
    void sound() throws Exception {
        var lines = check(true);

        assertThat(lines).isNotEmpty().allMatch(line -> line.startsWith("PASS "));
        assertThat(runs).containsExactly("POST /ops/jobs/retention");
    }

    @Test
    @DisplayName("a job that is still running is waited for")
    void running() throws Exception {
        busy = 2;

        assertThat(check(true)).allMatch(line -> line.startsWith("PASS "));
        assertThat(runs).hasSize(3);
    }

    @Test
    @DisplayName("unless it is told to act it runs no job, and says so")
    void watching() throws Exception {
        rows = "{\"ok\": true, \"zone\": \"UTC\", \"last_finished\": \"2026-03-30\", \"stale\": false, \"count\": 0,"
                + " \"metrics\": []}";

        var lines = check(false);

        assertThat(lines)
                .noneMatch(line -> line.startsWith("FAIL"))
                .filteredOn(line -> line.startsWith("SKIP"))
                .singleElement()
                .asString()
                .contains("POST /ops/jobs/retention", "--act");
        assertThat(runs).isEmpty();
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(textBlock = """
                    ROWS    | "day": "2026-03-29" | "day": "2026-03-30" | comes after
                    ROWS    | "dau": 10           | "dau": 31           | above wau
                    ROWS    | "wau": 30           | "wau": 91           | above mau
                    ROWS    | "dau": 10           | "dau": "10"         | instead of a number
                    ROWS    | "mau": 90           | "mau": null         | instead of an integer
                    ROWS    | "state": "FINAL"    | "state": "MISSING"  | none is null
                    ROWS    | "count": 30         | "count": 29         | how many metrics
                    ROWS    | 2026-04-01T00:05:00Z | yesterday          | computed_at
                    ROWS    | "day": "2026-03-30" | "day": "30 March"   | day is
                    COHORTS | "d7_classic": 3     | "d7_classic": 7     | above d7_rolling
                    COHORTS | "d1_rolling": 7     | "d1_rolling": 10    | above size
                    COHORTS | "first_day": "2026-01-01" | "first_day": "2026-03-30" | comes after
                    COHORTS | "size": 9           | "members": 9        | size is missing
                    JOBS    | "idle"              | "asleep"            | state
                    JOBS    | "count": 1          | "count": 2          | how many jobs
                    RUN     | "status": "done"    | "status": "failed"  | status
                    """, delimiter = '|', quoteCharacter = '\'')
    @DisplayName("one thing that is wrong fails one check, which names it")
    void wrong(String what, String right, String instead, String words) throws Exception {
        switch (what) {
            case "ROWS" -> rows = rows.replaceFirst(right, instead);
            case "COHORTS" -> cohorts = cohorts.replaceFirst(right, instead);
            case "JOBS" -> jobs = jobs.replaceFirst(right, instead);
            default -> run = run.replaceFirst(right, instead);
        }

        var failures =
                check(true).stream().filter(line -> line.startsWith("FAIL")).toList();

        assertThat(failures).singleElement().asString().contains(words);
    }

    @Test
    @DisplayName("more than thirty days, an open door, and an answer that is sent again are failures")
    void others() throws Exception {
        rows = ROWS.replace("\"count\": 30", "\"count\": 31").replace(UNKNOWN, UNKNOWN + ", " + ROW.formatted(0));
        assertThat(check(true))
                .anyMatch(line -> line.startsWith("FAIL GET /admin/retention:") && line.contains("30 or"));

        rows = ROWS;
        tagless = true;
        assertThat(check(true))
                .anyMatch(line -> line.startsWith("FAIL") && line.contains("status 200 instead of [304]"));

        tagless = false;
        open = true;
        assertThat(check(true))
                .filteredOn(line -> line.startsWith("FAIL"))
                .hasSize(4)
                .allMatch(line -> line.contains("without a token"));
    }

    @Test
    @DisplayName("without a token it checks what it can, and says what it cannot")
    void noToken() throws Exception {
        var lines = check(Optional.empty(), true);

        assertThat(lines).hasSize(7).filteredOn(line -> line.startsWith("SKIP")).hasSize(3);
        assertThat(runs).isEmpty();
    }

    private List<String> check(boolean act) throws IOException, InterruptedException {
        return check(Optional.of(TOKEN), act);
    }

    private List<String> check(Optional<String> token, boolean act) throws IOException, InterruptedException {
        var out = new ByteArrayOutputStream();
        var probe =
                new Probe(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
        new RetentionCheck(probe, new Tally(new PrintStream(out, true, StandardCharsets.UTF_8))).run(token, act);
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
