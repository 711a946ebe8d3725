package ai.levqor.ops.examples.backend;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.engine.ScaleReport;
import ai.levqor.ops.examples.backend.PaymentProvider.PaymentException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class BackendTest {
    private static final String TOKEN = "a-token-for-this-test";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final DataFolder data;
    private final BlockingQueue<ScaleReport> decisions = new LinkedBlockingQueue<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private final ShopDatabase shop;
    private Backend backend;

    BackendTest(@TempDir Path folder) throws IOException {
        this.data = new DataFolder(folder);
        data.prepare();
        this.shop = ShopDatabase.open(data.path(), Clock.systemUTC(), 40);
        this.backend = backend();
    }

    private Backend backend() {
        return new Backend(
                ExampleSettings.forStory(Map.of("OPS_TICK_EVERY", "1h")).in(data, shop.founded(), TOKEN),
                this::charge,
                shop,
                decisions::add,
                incident -> {});
    }

    /** Where a test holds the workers. */
    private void charge(Order order) throws PaymentException {
        try {
            assertThat(gate.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PaymentException("interrupted");
        }
    }

    @BeforeEach
    void start() throws Exception {
        backend.listen(0);
        backend.steer();
        assertThat(decisions.poll(30, TimeUnit.SECONDS)).as("the first tick").isNotNull();
    }

    @AfterEach
    void stop() throws Exception {
        backend.drain();
        shop.close();
    }

    @Test
    @DisplayName("an order is answered when a worker has done it; one that does not wait is done all the same")
    void orders() throws Exception {
        var waited = send("POST", "/orders", "");
        var queued = send("POST", "/orders?wait=false", "");
        backend.drain();

        assertThat(waited.statusCode()).isEqualTo(200);
        assertThat(json(waited).get("status").asText()).isEqualTo("done");
        assertThat(queued.statusCode()).isEqualTo(202);
        assertThat(json(queued).get("status").asText()).isEqualTo("queued");
        assertThat(backend.balance()).isEqualTo(new Balance(new OrderDesk.Stats(2, 2, 0, 0, 0), 0, 0));
    }

    @Test
    @DisplayName("closing finishes every order that was accepted")
    void drains() throws Exception {
        gate = new CountDownLatch(1);
        for (var i = 0; i < 200; i++) {
            send("POST", "/orders?wait=false", "");
        }
        gate.countDown();

        backend.drain();

        assertThat(backend.balance()).isEqualTo(new Balance(new OrderDesk.Stats(200, 200, 0, 0, 0), 0, 0));
    }

    @Test
    @DisplayName("the orders are counted under /orders/stats, and other paths below /orders are not there")
    void stats() throws Exception {
        send("POST", "/orders", "");

        var stats = json(send("GET", "/orders/stats", ""));

        assertThat(stats.get("taken").asLong()).isEqualTo(1);
        assertThat(stats.get("open").asLong()).isBetween(0L, 1L);
        assertThat(send("GET", "/orders", "").statusCode()).isEqualTo(404);
        assertThat(send("POST", "/orders/stats", "").statusCode()).isEqualTo(404);
    }

    @Test
    @DisplayName("the operations routes answer as they do in any host")
    void operations() throws Exception {
        var dryRun = json(send("GET", "/ops/autoscale/dryrun", ""));
        var whatIf = json(send("GET", "/ops/autoscale/dryrun?queue_depth=50", ""));
        var applied = send("POST", "/ops/autoscale/apply", TOKEN);
        var history = send("GET", "/ops/autoscale/history", TOKEN);

        assertThat(dryRun.get("current_workers").asInt()).isEqualTo(2);
        assertThat(dryRun.get("autoscale_enabled").asBoolean()).isTrue();
        assertThat(dryRun.get("metrics").get("spend_limit").decimalValue()).isEqualByComparingTo("17.50");
        assertThat(whatIf.get("action").asText()).isEqualTo("scale_up");
        assertThat(applied.statusCode()).isEqualTo(200);
        assertThat(json(applied).get("ok").asBoolean()).isTrue();
        assertThat(history.statusCode()).isEqualTo(200);
        assertThat(json(send("GET", "/ops/health", "")).get("status").asText()).isEqualTo("up");
        assertThat(send("POST", "/ops/autoscale/apply", "").statusCode()).isEqualTo(401);
    }

    @Test
    @DisplayName("the active users of yesterday are those of its audit log, and no e-mail address is told anywhere")
    void activeUsers() throws Exception {
        var run = send("POST", "/ops/jobs/retention", TOKEN);
        var told = send("GET", "/admin/retention", TOKEN);
        var cohorts = send("GET", "/admin/retention/cohorts", TOKEN);
        var jobs = send("GET", "/ops/jobs", TOKEN);

        assertThat(run.statusCode()).isEqualTo(200);
        var yesterday = json(told).get("metrics").get(0);
        assertThat(yesterday.get("dau").asLong()).isPositive().isEqualTo(distinctUsers(1));
        assertThat(yesterday.get("wau").asLong()).isEqualTo(distinctUsers(7));
        assertThat(yesterday.get("mau").asLong()).isEqualTo(distinctUsers(30));
        assertThat(json(told).get("count").asInt()).isEqualTo(30);
        assertThat(json(cohorts).get("cohorts").get(20).get("d7_classic").asLong())
                .isPositive();
        assertThat(List.of(run, told, cohorts, jobs))
                .noneMatch(answer -> answer.body().contains("@"));
    }

    private long distinctUsers(int days) throws SQLException {
        var today = LocalDate.now(ZoneOffset.UTC).atStartOfDay().atOffset(ZoneOffset.UTC);
        try (var connection = shop.dataSource().getConnection();
                var statement = connection.prepareStatement("SELECT COUNT(DISTINCT user_id) FROM audit_log"
                        + " WHERE occurred_at >= ? AND occurred_at < ?")) {
            statement.setObject(1, today.minusDays(days));
            statement.setObject(2, today);
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    @Test
    @DisplayName("each order is one more line of the audit log")
    void logged() throws Exception {
        var before = lines();

        send("POST", "/orders", "");
        send("POST", "/orders?wait=false", "");
        send("POST", "/orders/elsewhere", "");

        assertThat(lines()).isEqualTo(before + 2);
    }

    private long lines() throws SQLException {
        try (var connection = shop.dataSource().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT COUNT(*) FROM audit_log WHERE action = 'order'")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Test
    @DisplayName("a real scrape has the autopilot's names and values")
    void metrics() throws Exception {
        var scrape = send("GET", "/metrics", "");

        assertThat(scrape.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
        assertThat(scrape.body().lines())
                .contains("levqor_worker_target 2.0")
                .anyMatch(line -> line.startsWith("levqor_autoscale_events_total{action=\"hold\"} "))
                .anyMatch(line -> line.startsWith("levqor_autoscale_events_total{action=\"scale_up\"} "));
    }

    @Test
    @DisplayName("a restart comes up with as many workers as the flags say, even if the autopilot only watches")
    void restart() throws Exception {
        backend.drain();
        Files.writeString(data.flags(), "{\"WORKER_COUNT\": 3, \"AUTOSCALE_ENABLED\": false}");

        backend = backend();
        backend.listen(0);

        assertThat(json(send("GET", "/ops/autoscale/dryrun", ""))
                        .get("current_workers")
                        .asInt())
                .isEqualTo(3);
        assertThat(backend.workers()).isEqualTo(3);
    }

    private HttpResponse<String> send(String method, String path, String token) throws Exception {
        var request = HttpRequest.newBuilder(backend.uri().resolve(path))
                .timeout(Duration.ofSeconds(30))
                .method(method, BodyPublishers.noBody());
        Optional.of(token).filter(it -> !it.isEmpty()).ifPresent(it -> request.header("X-ADMIN-TOKEN", it));
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        return JSON.readTree(response.body());
    }
}
