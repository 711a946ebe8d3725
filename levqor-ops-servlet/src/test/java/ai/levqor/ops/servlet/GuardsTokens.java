package ai.levqor.ops.servlet;

import static ai.levqor.ops.servlet.InContainer.header;
import static ai.levqor.ops.servlet.InContainer.json;
import static ai.levqor.ops.servlet.InContainer.withToken;
import static ai.levqor.ops.servlet.InContainer.withWrongToken;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in. */
interface GuardsTokens extends InContainer {

    @Test
    @DisplayName("closes the admin routes if no token is configured, and leaves the public ones open")
    default void noTokenConfigured() throws Exception {
        autopilot().tokens = List.of();
        mount();

        var history = http().get("/ops/autoscale/history", withToken());
        var apply = http().post("/ops/autoscale/apply", "", withToken());

        assertThat(List.of(history.statusCode(), apply.statusCode())).containsOnly(503);
        assertThat(json(apply).path("code").textValue()).isEqualTo("admin-token-not-configured");
        assertThat(http().get("/ops/autoscale/dryrun").statusCode()).isEqualTo(200);
        assertThat(autopilot().applied).hasValue(0);
    }

    @Test
    @DisplayName("accepts every live token, in either header")
    default void acceptedTokens() throws Exception {
        var statuses = List.of(
                http().get("/ops/autoscale/history", "x-admin-token", FakeAutopilot.TOKEN)
                        .statusCode(),
                http().get("/ops/autoscale/history", "X-ADMIN-TOKEN", FakeAutopilot.OLD_TOKEN)
                        .statusCode(),
                http().get("/ops/autoscale/history", "Authorization", "bearer " + FakeAutopilot.OLD_TOKEN)
                        .statusCode());

        assertThat(statuses).containsOnly(200);
    }

    @Test
    @DisplayName("refuses a request without a token, or with a wrong one, and says how to send it")
    default void refusedTokens() throws Exception {
        var none = http().get("/ops/autoscale/history");
        var basic = http().get("/ops/autoscale/history", "Authorization", "Basic Y29ycmVjdA==");
        var empty = http().get("/ops/autoscale/history", "X-ADMIN-TOKEN", "");
        var wrong = http().post("/ops/autoscale/apply", "", withWrongToken());
        var part = http().get("/ops/autoscale/history", "X-ADMIN-TOKEN", FakeAutopilot.TOKEN.substring(1));

        assertThat(List.of(none, basic, empty, wrong, part))
                .extracting(answer -> answer.statusCode())
                .containsOnly(401);
        assertThat(List.of(none, basic))
                .extracting(answer -> json(answer).path("code").textValue())
                .containsOnly("admin-token-missing");
        assertThat(header(none, "WWW-Authenticate")).isEqualTo("Bearer realm=\"levqor-ops\"");
        assertThat(json(wrong).path("code").textValue()).isEqualTo("admin-token-wrong");
        assertThat(header(wrong, "WWW-Authenticate")).endsWith("error=\"invalid_token\"");
        assertThat(autopilot().applied).hasValue(0);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"token", "TOKEN", "admin_token", "X-Admin-Token", "access_token", "%74oken"})
    @DisplayName("refuses a token in the query, even the right one beside the right header: ")
    default void tokenInQuery(String name) throws Exception {
        var answers = List.of(
                http().post("/ops/autoscale/apply?" + name + "=" + FakeAutopilot.TOKEN, "", withToken()),
                http().get("/ops/autoscale/history?limit=1&" + name + "=" + FakeAutopilot.TOKEN),
                http().get("/ops/autoscale/dryrun?" + name + "=" + FakeAutopilot.TOKEN),
                http().get("/ops/health?" + name));

        assertThat(answers).extracting(answer -> answer.statusCode()).containsOnly(401);
        assertThat(answers)
                .extracting(answer -> json(answer).path("code").textValue())
                .containsOnly("admin-token-in-query");
        assertThat(autopilot().applied).hasValue(0);
    }

    @Test
    @DisplayName("lets a client that guesses wait, the right token too, and no longer than it says")
    default void throttled() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertThat(http().get("/ops/autoscale/history", withWrongToken()).statusCode())
                    .isEqualTo(401);
        }

        var sixth = http().get("/ops/autoscale/history", withWrongToken());
        var right = http().post("/ops/autoscale/apply", "", withToken());
        var open = http().get("/ops/autoscale/dryrun", withWrongToken());
        autopilot().time.pass(Duration.ofSeconds(5));
        var later = http().post("/ops/autoscale/apply", "", withToken());

        assertThat(sixth.statusCode()).isEqualTo(429);
        assertThat(header(sixth, "Retry-After")).isEqualTo("5");
        assertThat(json(sixth).path("code").textValue()).isEqualTo("too-many-wrong-tokens");
        assertThat(right.statusCode()).isEqualTo(429);
        assertThat(open.statusCode()).isEqualTo(200);
        assertThat(later.statusCode()).isEqualTo(200);
        assertThat(autopilot().applied).hasValue(1);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "/ops/%61utoscale/apply",
                "/ops/autoscale/apply/",
                "/ops//autoscale/apply",
                "//ops/autoscale/apply",
                "/ops/autoscale/apply;x=1",
                "/ops;x/autoscale/apply",
                "/ops/./autoscale/apply",
                "/ops/x/../autoscale/apply",
                "/OPS/autoscale/apply",
                "/ops/autoscale%2Fapply",
                "/ops/autoscale\\apply",
            })
    @DisplayName("does nothing for another spelling of a path: ")
    default void otherSpelling(String path) throws Exception {
        var head = " HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n";

        var without = http().raw("POST " + path + head + "\r\n");
        var with = http().raw("POST " + path + head + "X-ADMIN-TOKEN: " + FakeAutopilot.TOKEN + "\r\n\r\n");

        assertThat(autopilot().applied).hasValue(0);
        // the host's answer, or the container's refusal; the token makes no difference
        assertThat(without).matches("HTTP/1.1 (200|400|404).*").isEqualTo(with);
    }
}
