package ai.levqor.ops.servlet;

import static ai.levqor.ops.servlet.InContainer.header;
import static ai.levqor.ops.servlet.InContainer.json;
import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.engine.ScaleReport.Result;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are sent again. */
interface KeepsIdempotency extends InContainer {

    @Test
    @DisplayName("carries a request out once, and gives its answer again, key quoted or bare")
    default void replay() throws Exception {
        var first = apply("", "\"key-1\"");
        autopilot().apply = Reports::blind;
        var second = apply("", "key-1");
        var other = apply("", "key-2");

        assertThat(second.statusCode()).isEqualTo(first.statusCode());
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(header(first, "Idempotency-Replayed")).isEmpty();
        assertThat(header(second, "Idempotency-Replayed")).isEqualTo("true");
        assertThat(other.body()).isNotEqualTo(first.body());
        assertThat(autopilot().applied).hasValue(2);
    }

    @Test
    @DisplayName("refuses a key that came with another payload")
    default void otherPayload() throws Exception {
        apply("", "key");

        var other = apply("{}", "key");

        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(json(other).path("code").textValue()).isEqualTo("idempotency-key-reused");
        assertThat(autopilot().applied).hasValue(1);
    }

    @Test
    @DisplayName("carries out one of two at the same time, and tells the other to wait")
    default void underWay() throws Exception {
        var begun = new CountDownLatch(1);
        var mayEnd = new CountDownLatch(1);
        autopilot().apply = () -> {
            begun.countDown();
            try {
                assertThat(mayEnd.await(20, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return Reports.stepUp(Result.APPLIED);
        };

        var first = http().sendAsync("POST", "/ops/autoscale/apply", "", headers("key"));
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        var same = apply("", "key");
        var otherPayload = apply("{}", "key");
        mayEnd.countDown();

        assertThat(same.statusCode()).isEqualTo(409);
        assertThat(json(same).path("code").textValue()).isEqualTo("idempotency-key-under-way");
        assertThat(otherPayload.statusCode()).isEqualTo(422);
        assertThat(first.get().statusCode()).isEqualTo(200);
        assertThat(header(apply("", "key"), "Idempotency-Replayed")).isEqualTo("true");
        assertThat(autopilot().applied).hasValue(1);
    }

    @Test
    @DisplayName("keeps no answer that nothing has come of, so that the same key may try again")
    default void problemsAreNotKept() throws Exception {
        autopilot().apply = () -> Reports.stepUp(Result.STORE_FAILED);
        var failed = apply("", "key");
        autopilot().apply = () -> Reports.stepUp(Result.OUTRUN);
        var outrun = apply("", "key");
        autopilot().apply = () -> {
            throw new IllegalStateException("broken");
        };
        autopilot().failures.set(1);
        var broken = apply("", "key");
        autopilot().apply = () -> Reports.stepUp(Result.APPLIED);
        var done = apply("", "key");

        assertThat(List.of(failed, outrun, broken, done))
                .extracting(HttpResponse::statusCode)
                .containsExactly(503, 409, 500, 200);
        assertThat(header(done, "Idempotency-Replayed")).isEmpty();
    }

    @Test
    @DisplayName("forgets a key after 24 hours")
    default void forgets() throws Exception {
        apply("", "key");
        autopilot().time.pass(Duration.ofHours(24).minusSeconds(1));
        var before = apply("", "key");
        autopilot().time.pass(Duration.ofSeconds(1));
        var after = apply("{}", "key");

        assertThat(header(before, "Idempotency-Replayed")).isEqualTo("true");
        assertThat(after.statusCode()).isEqualTo(200);
        assertThat(autopilot().applied).hasValue(2);
    }

    @Test
    @DisplayName("looks at a key only after the token: a stranger learns nothing")
    default void afterTheToken() throws Exception {
        apply("", "key");

        var stranger = http().post("/ops/autoscale/apply", "", "Idempotency-Key", "key");

        assertThat(stranger.statusCode()).isEqualTo(401);
    }

    @ParameterizedTest(name = "[{0}]")
    @ValueSource(strings = {"", "\"\"", "\"", "two words", "a\"b", "\"a\\b\"", LONG})
    @DisplayName("refuses a key that breaks its rule: ")
    default void badKey(String key) throws Exception {
        var answer = apply("", key);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).path("errors").path(0).path("field").textValue())
                .isEqualTo("Idempotency-Key");
        assertThat(autopilot().applied).hasValue(0);
    }

    String LONG = "0123456789012345678901234567890123456789012345678901234567890123"
            + "01234567890123456789012345678901234567890123456789012345678901234";

    private HttpResponse<String> apply(String body, String key) throws Exception {
        return http().post("/ops/autoscale/apply", body, headers(key));
    }

    private static String[] headers(String key) {
        return new String[] {
            "X-ADMIN-TOKEN", FakeAutopilot.TOKEN, "Content-Type", "application/json", "Idempotency-Key", key
        };
    }
}
