package ai.levqor.ops.servlet;

import static ai.levqor.ops.servlet.InContainer.header;
import static ai.levqor.ops.servlet.InContainer.json;
import static ai.levqor.ops.servlet.InContainer.withToken;
import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.LevqorOps;
import ai.levqor.ops.OpsSettings;
import ai.levqor.ops.local.InMemoryFlagStore;
import ai.levqor.ops.local.InMemoryStateStore;
import ai.levqor.ops.local.InMemoryWorkQueue;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.state.FlagReading;
import ai.levqor.ops.spi.state.FlagStore;
import ai.levqor.ops.spi.state.Flags;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The filter as a host makes it, with a whole autopilot behind it. */
class OpsFilterTest {
    private static final Flags ENABLED = new Flags(2, true, false, false, Optional.empty(), Optional.empty());

    private final FakeTime time = new FakeTime();
    private final Clock clock = Clock.fixed(Instant.parse("2026-03-05T09:10:11Z"), ZoneOffset.UTC);
    private final InMemoryWorkQueue<Integer> queue = new InMemoryWorkQueue<>(100, clock, time);
    private final List<Running> running = new ArrayList<>();
    private final Path folder;

    private record Running(LevqorOps ops, TestServer server, Exchange http) {}

    OpsFilterTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private Running start(FlagStore flags, Map<String, String> settings) throws Exception {
        var ops = LevqorOps.builder()
                .settings(OpsSettings.of(settings))
                .setting("OPS_LOG_DIR", folder.toString())
                .setting("ADMIN_TOKEN", FakeAutopilot.TOKEN)
                .flags(flags)
                .state(new InMemoryStateStore())
                .queue(queue)
                .clock(clock)
                .ticker(time)
                .build();
        var server = JettyServer.start("", new OpsFilter(ops), new HostServlet(time));
        var started = new Running(ops, server, new Exchange(server.port()));
        running.add(started);
        return started;
    }

    @AfterEach
    void stop() throws Exception {
        for (var each : running) {
            each.server().stop();
            each.ops().close();
        }
    }

    @Test
    @DisplayName("a host's requests are what the dry run sees, and a snapshot has one tag while it is fresh")
    void requestsAreSeen() throws Exception {
        var http = start(new InMemoryFlagStore(), Map.of()).http();
        http.get("/host/slow");
        http.get("/host/fails");

        var first = http.get("/ops/autoscale/dryrun");
        var second = http.get("/ops/autoscale/dryrun", "If-None-Match", header(first, "ETag"));

        var metrics = json(first).path("metrics");
        assertThat(metrics.path("requests").intValue()).isEqualTo(2);
        assertThat(metrics.path("error_rate").doubleValue()).isEqualTo(0.5);
        assertThat(metrics.path("p95_latency_ms").isNumber()).isTrue();
        assertThat(metrics.path("queue_depth").intValue()).isZero();
        assertThat(metrics.path("spend_limit").isNull()).isTrue();
        assertThat(second.statusCode()).isEqualTo(304);
    }

    @Test
    @DisplayName("a what-if is decided with its values and changes nothing")
    void whatIf() throws Exception {
        var host = start(new InMemoryFlagStore(ENABLED), Map.of("DAILY_SPEND_LIMIT", "10"));

        var pressure = json(host.http().get("/ops/autoscale/dryrun?queue_depth=11&spend_last_24h=8.99"));
        var frozen = json(host.http().get("/ops/autoscale/dryrun?queue_depth=11&spend_last_24h=9"));

        assertThat(pressure.path("action").textValue()).isEqualTo("scale_up");
        assertThat(pressure.path("target_workers").intValue()).isEqualTo(3);
        assertThat(frozen.path("action").textValue()).isEqualTo("freeze");
        assertThat(frozen.path("reason").textValue()).isEqualTo("spend_at_limit");
        assertThat(frozen.path("metrics").path("spend_frozen").booleanValue()).isTrue();
        assertThat(frozen.path("metrics").path("spend_limit").intValue()).isEqualTo(10);
        assertThat(host.ops().autoscaler().history(10)).isEmpty();
    }

    @Test
    @DisplayName("apply scales up, and the history tells of it")
    void apply() throws Exception {
        var flags = new InMemoryFlagStore(ENABLED);
        var http = start(flags, Map.of()).http();
        fillQueue();

        var applied = json(http.post("/ops/autoscale/apply", "", withToken()));
        var history = json(http.get("/ops/autoscale/history", withToken()));

        assertThat(applied.path("ok").booleanValue()).isTrue();
        assertThat(applied.path("applied").booleanValue()).isTrue();
        assertThat(applied.path("workers").intValue()).isEqualTo(3);
        assertThat(flags.read().flags().workerCount()).isEqualTo(3);
        assertThat(history.path("decisions")
                        .path(0)
                        .path("outcome")
                        .path("result")
                        .textValue())
                .isEqualTo("applied_without_pool");
    }

    @Test
    @DisplayName("apply does nothing while AUTOSCALE_ENABLED is off, and says so")
    void disabled() throws Exception {
        var flags = new InMemoryFlagStore();
        var http = start(flags, Map.of()).http();
        fillQueue();

        var answer = json(http.post("/ops/autoscale/apply", "", withToken()));

        assertThat(answer.path("applied").booleanValue()).isFalse();
        assertThat(answer.path("action").textValue()).isEqualTo("scale_up");
        assertThat(answer.path("message").textValue()).contains("AUTOSCALE_ENABLED");
        assertThat(flags.read().flags()).isEqualTo(Flags.DEFAULTS);
    }

    @Test
    @DisplayName("apply answers 503 if the flags cannot be written, and nothing has changed")
    void unwritable() throws Exception {
        var http = start(new Unwritable(), Map.of()).http();
        fillQueue();

        var answer = http.post("/ops/autoscale/apply", "", withToken());

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(json(answer).path("code").textValue()).isEqualTo("store-failed");
        assertThat(answer.body()).doesNotContain("the disk's own words");
    }

    @Test
    @DisplayName("a prefix of the host's choice is put before every route")
    void prefix() throws Exception {
        var http = start(
                        new InMemoryFlagStore(),
                        Map.of("OPS_HTTP_PREFIX", "/internal", "OPS_HTTP_PUBLIC_READS", "false"))
                .http();

        assertThat(http.get("/ops/health").body()).isEqualTo("host:/ops/health REQUEST");
        assertThat(http.get("/internal/ops/health").statusCode()).isEqualTo(401);
        assertThat(http.get("/internal/ops/health", withToken()).statusCode()).isEqualTo(200);
    }

    private void fillQueue() {
        for (int job = 0; job < 50; job++) {
            assertThat(queue.offer(job)).isTrue();
        }
    }

    private static final class Unwritable implements FlagStore {
        @Override
        public FlagReading read() {
            return new FlagReading(ENABLED, "1", true, Optional.empty());
        }

        @Override
        public boolean compareAndSet(FlagReading expected, Flags next) {
            throw new UnavailableException("the disk's own words");
        }
    }
}
