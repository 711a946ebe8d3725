package ai.levqor.ops.servlet;

import static ai.levqor.ops.servlet.InContainer.header;
import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.servlet.FakeAutopilot.Measured;
import jakarta.servlet.Filter;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The host's own requests: untouched, and measured. */
interface LeavesHostAlone extends InContainer {

    /** Starts another server of the same kind. */
    TestServer start(String contextPath, Filter filter) throws Exception;

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {"/", "/ops", "/ops/uptime", "/ops/queue_health", "/ops/autoscale", "/ops/autoscale/dryrun/x"})
    @DisplayName("passes a path that is not its own to the host, under the prefix too: ")
    default void passes(String path) throws Exception {
        var answer = http().send("PATCH", path + "?queue_depth=x&token=y", "", "Sec-Fetch-Site", "cross-site");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("host:" + path + " REQUEST");
        assertThat(header(answer, "X-Host")).isEqualTo("yes");
        assertThat(header(answer, "X-Content-Type-Options")).isEmpty();
    }

    @Test
    @DisplayName("measures from the filter to the end of the chain")
    default void measures() throws Exception {
        http().get("/host/slow");

        assertThat(autopilot().nextMeasured())
                .isEqualTo(new Measured(Duration.ofMillis(250).toNanos(), false));
        assertRecordedOnce();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "/host/any,         false",
        "/host/refuses,     false",
        "/host/fails,       true",
        "/host/sends-error, true",
        "/host/throws,      true"
    })
    @DisplayName("calls failed what ends with 500 or more, or with an exception: ")
    default void failed(String path, boolean failed) throws Exception {
        http().get(path);

        assertThat(autopilot().nextMeasured().failed()).isEqualTo(failed);
        assertRecordedOnce();
    }

    @ParameterizedTest(name = "{0}: {1} ms, failed {2}")
    @CsvSource({
        "/host/async,            400, false",
        "/host/async-fails,      400, true",
        "/host/async-dispatches, 400, false",
        "/host/async-throws,       0, true",
        "/host/async-times-out,    0, true",
        "/host/long-poll,          0, false"
    })
    @DisplayName("records an asynchronous request when it completes, once: ")
    default void async(String path, long millis, boolean failed) throws Exception {
        http().get(path);

        assertThat(autopilot().nextMeasured())
                .isEqualTo(new Measured(Duration.ofMillis(millis).toNanos(), failed));
        assertRecordedOnce();
    }

    @Test
    @DisplayName("does not count its own routes as traffic of the host")
    default void ownRoutesAreNotTraffic() throws Exception {
        http().get("/ops/autoscale/dryrun");
        http().get("/ops/autoscale/history");
        http().get("/host/slow");

        assertThat(autopilot().nextMeasured().nanos())
                .isEqualTo(Duration.ofMillis(250).toNanos());
        assertRecordedOnce();
    }

    @Test
    @DisplayName("answers once per request: what the host forwards to its path is the host's")
    default void oncePerRequest() throws Exception {
        var answer = http().get("/host/forwards");

        assertThat(answer.body()).isEqualTo("host:/ops/health FORWARD");
        autopilot().nextMeasured();
        assertRecordedOnce();
    }

    @Test
    @DisplayName("works once if it is registered twice")
    default void registeredTwice() throws Exception {
        var filter = autopilot().filter();
        var server = start(
                "",
                (request, response, chain) -> filter.doFilter(
                        request,
                        response,
                        (same, answer) -> autopilot().filter().doFilter(same, answer, chain)));
        try {
            var there = new Exchange(server.port());

            there.get("/host/async");
            there.get("/host/slow");

            assertThat(autopilot().nextMeasured().nanos())
                    .isEqualTo(Duration.ofMillis(400).toNanos());
            assertThat(autopilot().nextMeasured().nanos())
                    .isEqualTo(Duration.ofMillis(250).toNanos());
            assertThat(autopilot().measured).isEmpty();
        } finally {
            server.stop();
        }
    }

    @Test
    @DisplayName("answers below the context path of the host")
    default void contextPath() throws Exception {
        var server = start("/shop", autopilot().filter());
        try {
            var there = new Exchange(server.port());
            assertThat(there.get("/shop/ops/health").statusCode()).isEqualTo(200);
            assertThat(there.get("/shop/any").body()).isEqualTo("host:/shop/any REQUEST");
            assertThat(there.get("/shop/shop/ops/health").body()).isEqualTo("host:/shop/shop/ops/health REQUEST");
        } finally {
            server.stop();
        }
    }

    /** One more request comes back as the very next record, so the last one was not recorded twice. */
    private void assertRecordedOnce() throws Exception {
        http().get("/host/slow");
        assertThat(autopilot().nextMeasured().nanos())
                .isEqualTo(Duration.ofMillis(250).toNanos());
        assertThat(autopilot().measured).isEmpty();
    }
}
