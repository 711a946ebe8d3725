package ai.levqor.ops.servlet;

import static ai.levqor.ops.servlet.InContainer.header;
import static ai.levqor.ops.servlet.InContainer.json;
import static ai.levqor.ops.servlet.InContainer.withToken;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are wrong, and what they are told. */
interface RefusesBadInput extends InContainer {
    String JSON = "application/json";

    private static void isProblem(HttpResponse<String> answer, int status, String code) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(header(answer, "Content-Type")).isEqualTo("application/problem+json");
        assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
        var problem = json(answer);
        assertThat(problem.path("type").textValue()).isEqualTo("https://levqor.ai/problems/" + code);
        assertThat(problem.path("code").textValue()).isEqualTo(code);
        assertThat(problem.path("status").intValue()).isEqualTo(status);
        assertThat(problem.path("title").textValue()).isNotBlank();
        assertThat(problem.path("detail").textValue()).isNotBlank();
        assertThat(problem.path("instance").textValue())
                .isEqualTo(answer.request().uri().getRawPath());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "/ops/autoscale/dryrun?queue=1          | queue          | is not a field of this route",
                "/ops/autoscale/dryrun?queue_depth=-1   | queue_depth    | must be a whole number from 0",
                "/ops/autoscale/dryrun?queue_depth=1.5  | queue_depth    | must be a whole number from 0",
                "/ops/autoscale/dryrun?queue_depth=     | queue_depth    | must be a whole number from 0",
                "/ops/autoscale/dryrun?queue_depth      | queue_depth    | must be a whole number from 0",
                "/ops/autoscale/dryrun?queue_depth=9999999999999999999 | queue_depth | must be a whole number from 0",
                "/ops/autoscale/dryrun?queue_depth=1&queue_depth=1 | queue_depth | must be given once",
                "/ops/autoscale/dryrun?queue_depth=1&queue%5Fdepth=1 | queue_depth | must be given once",
                "/ops/autoscale/dryrun?p95_latency_ms=NaN | p95_latency_ms | must be a decimal number from 0",
                "/ops/autoscale/dryrun?p95_latency_ms=Infinity | p95_latency_ms | must be a decimal number from 0",
                "/ops/autoscale/dryrun?p95_latency_ms=1e3 | p95_latency_ms | must be a decimal number from 0",
                "/ops/autoscale/dryrun?p95_latency_ms=1d | p95_latency_ms | must be a decimal number from 0",
                "/ops/autoscale/dryrun?p95_latency_ms=fast | p95_latency_ms | must be a decimal number from 0",
                "/ops/autoscale/dryrun?p95_latency_ms=%2B5 | p95_latency_ms | must be a decimal number from 0",
                "/ops/autoscale/dryrun?p95_latency_ms=%D9%A3 | p95_latency_ms | must be a decimal number from 0",
                "/ops/autoscale/dryrun?p95_latency_ms=1.2.3 | p95_latency_ms | must be a decimal number from 0",
                "/ops/autoscale/dryrun?error_rate=1.01  | error_rate     | must be a decimal number from 0 to 1",
                "/ops/autoscale/dryrun?error_rate=-0.1  | error_rate     | must be a decimal number from 0 to 1",
                "/ops/autoscale/dryrun?spend_last_24h=-3 | spend_last_24h | must be a decimal number from 0",
                "/ops/autoscale/dryrun?spend_last_24h=0.0000000000000000001 | spend_last_24h | in at most 18 characters",
                "/ops/autoscale/dryrun?x=%zz            | query          | must be percent-encoded",
                "/ops/autoscale/history?limit=0         | limit          | must be a whole number from 1 to 500",
                "/ops/autoscale/history?limit=501       | limit          | must be a whole number from 1 to 500",
                "/ops/autoscale/history?limit=all       | limit          | must be a whole number from 1 to 500",
                "/ops/autoscale/history?page=2          | page           | is not a field of this route",
            })
    @DisplayName("names the field and its rule: ")
    default void badQuery(String path, String field, String rule) throws Exception {
        // java.net.URI refuses a wrong percent sign, so that one goes by the wire
        if (path.contains("%zz")) {
            assertThat(http().raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 400");
            return;
        }

        var answer = http().get(path, withToken());

        isProblem(answer, 400, "invalid-request");
        var error = json(answer).path("errors").path(0);
        assertThat(error.path("field").textValue()).isEqualTo(field);
        assertThat(error.path("rule").textValue()).contains(rule);
        assertThat(autopilot().asked).isEmpty();
    }

    @Test
    @DisplayName("names every field that breaks its rule, not only the first")
    default void allErrors() throws Exception {
        var answer = http().get("/ops/autoscale/dryrun?queue_depth=-1&error_rate=2&extra=3");

        isProblem(answer, 400, "invalid-request");
        assertThat(json(answer).path("errors"))
                .extracting(error -> error.path("field").asText())
                .containsExactly("queue_depth", "error_rate", "extra");
    }

    @Test
    @DisplayName("refuses an absurdly long query, and cuts an absurdly long name")
    default void longQuery() throws Exception {
        isProblem(http().get("/ops/autoscale/dryrun?a=" + "1".repeat(3000)), 400, "invalid-request");

        var answer = http().get("/ops/autoscale/dryrun?" + "n".repeat(1000) + "=1");

        isProblem(answer, 400, "invalid-request");
        assertThat(answer.body()).contains("n".repeat(64) + "...").doesNotContain("n".repeat(65));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "POST,   /ops/autoscale/dryrun,  'GET, HEAD, OPTIONS'",
        "DELETE, /ops/health,            'GET, HEAD, OPTIONS'",
        "GET,    /ops/autoscale/apply,   'POST, OPTIONS'",
        "HEAD,   /ops/autoscale/apply,   'POST, OPTIONS'",
        "PUT,    /ops/autoscale/apply,   'POST, OPTIONS'",
        "BREW,   /ops/autoscale/history, 'GET, HEAD, OPTIONS'",
    })
    @DisplayName("answers a wrong method with 405 and the right ones: ")
    default void wrongMethod(String method, String path, String allow) throws Exception {
        var answer = http().send(method, path, "", withToken());

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(header(answer, "Allow")).isEqualTo(allow);
        if (!method.equals("HEAD")) {
            isProblem(answer, 405, "method-not-allowed");
        }
        assertThat(autopilot().applied).hasValue(0);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {"{", "nonsense", "{\"a\":1} x", "{\"a\":1,\"a\":1}", "{'a':1}", "{\"a\":NaN}", "[[[[", "\"open"})
    @DisplayName("refuses a body that is not JSON: ")
    default void malformedJson(String body) throws Exception {
        isProblem(post(body, JSON), 400, "malformed-json");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"dry_run\":true} | dry_run | is not a field of this route",
                "{\"x\":{}}         | x       | must be a single value",
                "[]                 | body    | must be a JSON object",
                "null               | body    | must be a JSON object",
                "7                  | body    | must be a JSON object",
            })
    @DisplayName("refuses a body with anything in it that the route does not take: ")
    default void unknownBodyField(String body, String field, String rule) throws Exception {
        var answer = post(body, JSON);

        isProblem(answer, 400, "invalid-request");
        assertThat(json(answer).path("errors").toString())
                .isEqualTo("[{\"field\":\"" + field + "\",\"rule\":\"" + rule + "\"}]");
        assertThat(autopilot().applied).hasValue(0);
    }

    @Test
    @DisplayName("refuses a query on apply: a misspelt dry run must not become a real one")
    default void queryOnApply() throws Exception {
        var answer = http().post("/ops/autoscale/apply?dry_run=true", "", withToken());

        isProblem(answer, 400, "invalid-request");
        assertThat(autopilot().applied).hasValue(0);
    }

    @Test
    @DisplayName("takes JSON alone as a body, with or without parameters, and any type for no body")
    default void contentType() throws Exception {
        isProblem(post("{}", "text/plain"), 415, "unsupported-media-type");
        isProblem(post("{}", "application/json-patch+json"), 415, "unsupported-media-type");
        isProblem(http().post("/ops/autoscale/apply", "{}", withToken()), 415, "unsupported-media-type");

        var accepted = List.of(
                post("{}", "Application/JSON ; charset=utf-8").statusCode(),
                post(" ", JSON).statusCode(),
                post("", "application/x-www-form-urlencoded").statusCode());

        assertThat(accepted).containsOnly(200);
    }

    @Test
    @DisplayName("refuses a body over 64 kB, said or unsaid, and takes one of just 64 kB")
    default void longBody() throws Exception {
        var longest = "{}" + " ".repeat(64 * 1024 - 2);

        // Whoever is still sending when the answer comes may find the connection closed, and not the answer: so nothing
        // is sent.
        assertThat(http().raw(head("Content-Length: " + (longest.length() + 1))))
                .startsWith("HTTP/1.1 413");
        assertThat(post(longest, JSON).statusCode()).isEqualTo(200);
        assertThat(http().raw(head("Content-Length: 9999999999")))
                .as("without waiting for it")
                .startsWith("HTTP/1.1 413");
    }

    @Test
    @DisplayName("stops reading a body in chunks that does not end")
    default void endlessBody() throws Exception {
        var chunk = "4000\r\n" + " ".repeat(0x4000) + "\r\n";

        var answer = http().raw(head("Transfer-Encoding: chunked") + chunk.repeat(4) + "1\r\n \r\n");

        assertThat(answer).startsWith("HTTP/1.1 413");
        assertThat(autopilot().applied).hasValue(0);
    }

    @ParameterizedTest(name = "{0} gets {1}")
    @CsvSource({"same-origin,200", "none,200", "same-site,403", "cross-site,403", "nonsense,403"})
    @DisplayName("lets no page of another site act: ")
    default void otherSite(String site, int status) throws Exception {
        var answer =
                http().post("/ops/autoscale/apply", "", "X-ADMIN-TOKEN", FakeAutopilot.TOKEN, "Sec-Fetch-Site", site);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(http().get("/ops/autoscale/dryrun", "Sec-Fetch-Site", site).statusCode())
                .as("a read is harmless")
                .isEqualTo(200);
    }

    @Test
    @DisplayName("puts a valid trace id into the problem, and no other")
    default void traceId() throws Exception {
        var id = "0af7651916cd43dd8448eb211c80319c";

        var valid = http().get("/ops/autoscale/history", "traceparent", "00-" + id + "-b7ad6b7169203331-01");
        var invalid = http().get("/ops/autoscale/history", "traceparent", "00-<script>-b7ad6b7169203331-01");

        assertThat(json(valid).path("traceId").textValue()).isEqualTo(id);
        assertThat(json(invalid).has("traceId")).isFalse();
    }

    @Test
    @DisplayName("answers 500 if a handler throws, logs it once, and tells nothing of it; the next request is answered")
    default void handlerThrows() throws Exception {
        autopilot().apply = () -> {
            throw new AssertionError("an Error, with something internal in it");
        };
        autopilot().failures.set(1);

        var answer = http().post("/ops/autoscale/apply", "", withToken());

        isProblem(answer, 500, "internal-error");
        assertThat(answer.body()).doesNotContain("something internal").doesNotContain("AssertionError");
        autopilot().apply = () -> Reports.blind();
        assertThat(http().post("/ops/autoscale/apply", "", withToken()).statusCode())
                .isEqualTo(200);
    }

    private HttpResponse<String> post(String body, String contentType) throws Exception {
        return http().post(
                        "/ops/autoscale/apply",
                        body,
                        "X-ADMIN-TOKEN",
                        FakeAutopilot.TOKEN,
                        "Content-Type",
                        contentType);
    }

    private static String head(String more) {
        return "POST /ops/autoscale/apply HTTP/1.1\r\nHost: x\r\nX-ADMIN-TOKEN: " + FakeAutopilot.TOKEN
                + "\r\nContent-Type: application/json\r\n" + more + "\r\n\r\n";
    }
}
