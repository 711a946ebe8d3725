package ai.levqor.ops.examples.backend;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.LevqorOps;
import ai.levqor.ops.engine.cost.CostJson;
import ai.levqor.ops.engine.job.JobRun.Outcome;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
@DisplayName("A backend with levqor-ops-stripe on its class path")
class StripeBillTest {
    private static final String KEY = "rk_test_" + "notARealKey".repeat(3);
    private static final String TRANSACTION = """
            {"id": "txn_%d", "object": "balance_transaction", "amount": 10000, "fee": 320, "net": 9680, "currency": "usd",
             "created": %d, "type": "charge", "reporting_category": "charge", "status": "available", "fee_details": []}""";

    private final HttpServer stripe;
    private final Path folder;
    private volatile int status = 200;

    StripeBillTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.stripe = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void start() {
        stripe.createContext("/v1/balance_transactions", this::answer);
        stripe.start();
    }

    @AfterEach
    void stop() {
        stripe.stop(0);
    }

    /** One payment of 100 an hour ago. */
    private void answer(HttpExchange exchange) throws IOException {
        var created = Instant.now().minusSeconds(3600).getEpochSecond();
        var body = "{\"object\": \"list\", \"url\": \"/v1/balance_transactions\", \"has_more\": false, \"data\": ["
                + TRANSACTION.formatted(1, created) + "]}";
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private LevqorOps ops() {
        var settings = Map.of(
                "STRIPE_SECRET_KEY", KEY,
                "OPS_STRIPE_URL", "http://127.0.0.1:" + stripe.getAddress().getPort(),
                "OPS_COST_FIXED", "host=1/day",
                "OPS_FLAGS_FILE", folder.resolve("flags.json").toString(),
                "OPS_STATE_DIR", folder.resolve("state").toString(),
                "OPS_LOG_DIR", folder.resolve("logs").toString(),
                "OPS_FORECAST_FILE", folder.resolve("last_forecast.json").toString());
        var builder = LevqorOps.builder();
        settings.forEach(builder::setting);
        return builder.build();
    }

    @Test
    @DisplayName("and a key has Stripe among its costs")
    void stripe() {
        try (var ops = ops()) {
            var run = ops.costs().run();

            var told = CostJson.of(ops.costs().report()).toString();
            assertThat(run.outcome()).isEqualTo(Outcome.DONE);
            assertThat(told)
                    .contains("\"source\":\"stripe\",\"item\":\"fees\",\"kind\":\"fee\"")
                    .contains("{\"name\":\"stripe\",\"state\":\"fresh\"")
                    .doesNotContain("notARealKey");
        }
    }

    @Test
    @DisplayName("that Stripe refuses says so: its forecast is partial, and tells no key")
    void refused() {
        status = 401;
        try (var ops = ops()) {
            var run = ops.costs().run();

            var told = CostJson.of(ops.costs().report()).toString();
            assertThat(run.outcome()).isEqualTo(Outcome.DONE);
            assertThat(run.message()).isEqualTo("the forecast is written; it is partial");
            assertThat(told)
                    .contains("\"forecast_next_30d\":30,")
                    .contains("{\"name\":\"stripe\",\"state\":\"unread\"")
                    .contains("\"partial\":true")
                    .doesNotContain("notARealKey");
            assertThat(ops.health().sources()).anyMatch(source -> source.name().equals("cost-stripe"));
            assertThat(ops.health().toString()).doesNotContain("notARealKey");
        }
    }
}
