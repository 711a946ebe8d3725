package ai.levqor.ops.servlet;

import static ai.levqor.ops.servlet.InContainer.header;
import static ai.levqor.ops.servlet.InContainer.json;
import static ai.levqor.ops.servlet.InContainer.withToken;
import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.engine.ScaleReport.Result;
import ai.levqor.ops.engine.SourceHealth.Status;
import ai.levqor.ops.engine.WhatIf;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The routes, asked as they should be. */
interface AnswersRoutes extends InContainer {

    @Test
    @DisplayName("answers a dry run with every key of the contract, numbers as numbers")
    default void dryRun() throws Exception {
        var answer = http().get("/ops/autoscale/dryrun");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "Content-Type").replace(" ", "").toLowerCase(Locale.ROOT))
                .isEqualTo("application/json;charset=utf-8");
        assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(answer, "Referrer-Policy")).isEqualTo("no-referrer");
        var sentence = json(answer).path("message").asText();
        assertThat(sentence).isNotBlank();
        assertThat(answer.body().replace(sentence, "SENTENCE"))
                .isEqualTo("{\"action\":\"scale_up\",\"current_workers\":2,\"target_workers\":3,"
                        + "\"reason\":\"latency_and_queue_pressure\",\"message\":\"SENTENCE\","
                        + "\"metrics\":{\"queue_depth\":12,\"p95_latency_ms\":180.0,\"error_rate\":0.025,"
                        + "\"spend_last_24h\":3.50,\"spend_limit\":10,\"spend_frozen\":false,"
                        + "\"forecast_next_30d\":99,\"requests\":40},\"autoscale_enabled\":true,"
                        + "\"timestamp\":\"2026-03-05T09:10:11.123Z\",\"cost_guard\":\"clear\","
                        + "\"facts\":[{\"name\":\"p95_latency_ms\",\"value\":180.0,\"unit\":\"ms\",\"limit\":150.0},"
                        + "{\"name\":\"requests\",\"value\":40.0,\"unit\":\"requests\",\"limit\":null}],"
                        + "\"what_if\":[]}");
    }

    @Test
    @DisplayName("answers what is unknown with null, never with zero")
    default void unknownIsNull() throws Exception {
        autopilot().dryRun = Reports.blind();

        var metrics = json(http().get("/ops/autoscale/dryrun")).path("metrics");

        assertThat(metrics.properties())
                .filteredOn(entry -> entry.getValue().isNull())
                .extracting(Map.Entry::getKey)
                .containsExactly(
                        "queue_depth",
                        "p95_latency_ms",
                        "error_rate",
                        "spend_last_24h",
                        "forecast_next_30d",
                        "requests");
        assertThat(metrics.path("spend_frozen").booleanValue()).isTrue();
    }

    @Test
    @DisplayName("hands the values of a what-if to the dry run, and names them in the answer")
    default void whatIf() throws Exception {
        var answer = http().get(
                        "/ops/autoscale/dryrun?queue_depth=40&p95_latency_ms=12.5&error%5Frate=0.02&spend_last_24h=7.25");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(autopilot().asked)
                .containsExactly(new WhatIf(
                        OptionalLong.of(40),
                        Optional.of(Duration.ofNanos(12_500_000)),
                        OptionalDouble.of(0.02),
                        Optional.of(new BigDecimal("7.25"))));
        assertThat(json(answer).path("what_if"))
                .extracting(name -> name.asText())
                .containsExactly("queue_depth", "p95_latency_ms", "error_rate", "spend_last_24h");
        assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
        assertThat(header(answer, "ETag")).isEmpty();
    }

    @Test
    @DisplayName("tells a client that has the dry run already so, until something new was seen")
    default void etag() throws Exception {
        var first = http().get("/ops/autoscale/dryrun");
        var tag = header(first, "ETag");

        var again = http().get("/ops/autoscale/dryrun", "If-None-Match", "W/\"other\", " + tag);
        var weak = http().get("/ops/autoscale/dryrun", "If-None-Match", "W/" + tag);
        autopilot().dryRun = Reports.blind();
        var changed = http().get("/ops/autoscale/dryrun", "If-None-Match", tag);

        assertThat(tag).matches("\"[0-9a-f]{24}\"");
        assertThat(header(first, "Cache-Control")).isEqualTo("private, max-age=0, must-revalidate");
        assertThat(header(first, "Last-Modified")).isEqualTo("Thu, 05 Mar 2026 09:10:11 GMT");
        assertThat(header(first, "Vary")).isEqualTo("X-ADMIN-TOKEN, Authorization");
        assertThat(List.of(again.statusCode(), weak.statusCode())).containsOnly(304);
        assertThat(again.body()).isEmpty();
        assertThat(header(again, "ETag")).isEqualTo(tag);
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(header(changed, "ETag")).isNotEqualTo(tag);
    }

    @Test
    @DisplayName("answers HEAD like GET, without the body, and OPTIONS with what is allowed")
    default void headAndOptions() throws Exception {
        var get = http().get("/ops/autoscale/dryrun");
        var head = http().send("HEAD", "/ops/autoscale/dryrun", "");
        var options = http().send("OPTIONS", "/ops/autoscale/dryrun", "");
        var optionsOfApply = http().send("OPTIONS", "/ops/autoscale/apply", "");

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(header(head, "Content-Length")).isEqualTo("" + get.body().length());
        assertThat(header(head, "ETag")).isEqualTo(header(get, "ETag"));
        assertThat(options.statusCode()).isEqualTo(204);
        assertThat(header(options, "Allow")).isEqualTo("GET, HEAD, OPTIONS");
        assertThat(header(optionsOfApply, "Allow")).isEqualTo("POST, OPTIONS");
    }

    @Test
    @DisplayName("applies, and says what became of it")
    default void apply() throws Exception {
        var answer = http().post("/ops/autoscale/apply", "", withToken());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
        var body = json(answer);
        assertThat(body.properties().stream().map(Map.Entry::getKey))
                .containsExactly("ok", "applied", "action", "workers", "message", "decision");
        assertThat(body.path("ok").booleanValue()).isTrue();
        assertThat(body.path("applied").booleanValue()).isTrue();
        assertThat(body.path("action").textValue()).isEqualTo("scale_up");
        assertThat(body.path("workers").intValue()).isEqualTo(3);
        assertThat(body.path("message").textValue()).isEqualTo("as told");
        assertThat(body.path("decision").path("reason").textValue()).isEqualTo("latency_and_queue_pressure");
        assertThat(autopilot().applied).hasValue(1);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(Result.class)
    @DisplayName("answers each result of an apply with its status: ")
    default void results(Result result) throws Exception {
        autopilot().apply = () -> Reports.stepUp(result);

        var answer = http().post(
                        "/ops/autoscale/apply",
                        "{}",
                        "X-ADMIN-TOKEN",
                        FakeAutopilot.OLD_TOKEN,
                        "Content-Type",
                        "application/json");

        var expected = result == Result.STORE_FAILED ? 503 : result == Result.OUTRUN ? 409 : 200;
        assertThat(answer.statusCode()).isEqualTo(expected);
        if (expected == 200) {
            assertThat(json(answer).path("ok").booleanValue()).isEqualTo(result != Result.POOL_FAILED);
            assertThat(json(answer).path("applied").booleanValue()).isEqualTo(result.applied());
        } else {
            assertThat(json(answer).path("detail").textValue()).isEqualTo("as told");
        }
    }

    @Test
    @DisplayName("lists the history, newest first, 50 decisions unless asked for another number")
    default void history() throws Exception {
        var all = json(http().get("/ops/autoscale/history", "Authorization", "Bearer " + FakeAutopilot.TOKEN));
        var one = json(http().get("/ops/autoscale/history?limit=1", withToken()));

        assertThat(autopilot().limits).containsExactly(50, 1);
        assertThat(all.path("ok").booleanValue()).isTrue();
        assertThat(all.path("count").intValue()).isEqualTo(2);
        assertThat(all.path("decisions"))
                .extracting(decision -> decision.path("action").asText())
                .containsExactly("scale_up", "hold");
        assertThat(all.path("decisions").path(0).path("outcome").toString())
                .isEqualTo("{\"result\":\"applied\",\"applied\":true,\"workers\":3,\"message\":\"as told\"}");
        assertThat(one.path("count").intValue()).isEqualTo(1);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(Status.class)
    @DisplayName("tells how it fares and which source does not, 503 only when it is down: ")
    default void health(Status status) throws Exception {
        autopilot().health = status;

        var answer = http().get("/ops/health?probe=1");

        assertThat(answer.statusCode()).isEqualTo(status == Status.DOWN ? 503 : 200);
        var body = json(answer);
        assertThat(body.path("status").textValue()).isEqualTo(status.name().toLowerCase(Locale.ROOT));
        assertThat(body.path("sources").path(1).path("name").textValue()).isEqualTo("queue");
        assertThat(body.path("sources").path(1).path("status").textValue())
                .isEqualTo(body.path("status").textValue());
    }

    @Test
    @DisplayName("asks for a token on the public reads too if the host has closed them")
    default void closedReads() throws Exception {
        autopilot().publicReads = false;
        mount();

        var closed = http().get("/ops/autoscale/dryrun");
        var health = http().get("/ops/health");
        var opened = http().get("/ops/autoscale/dryrun", withToken());

        assertThat(List.of(closed.statusCode(), health.statusCode())).containsOnly(401);
        assertThat(opened.statusCode()).isEqualTo(200);
        assertThat(header(opened, "Cache-Control")).isEqualTo("no-store");
    }
}
