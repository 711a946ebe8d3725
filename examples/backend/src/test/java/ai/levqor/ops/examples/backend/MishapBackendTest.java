package ai.levqor.ops.examples.backend;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.engine.recovery.RecoveryReport;
import ai.levqor.ops.engine.recovery.StepReport.Count;
import ai.levqor.ops.examples.backend.PaymentProvider.PaymentException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The mishap on a real backend: failures, dead letters, recovery by the watchdog, quarantine. */
@Timeout(120)
class MishapBackendTest {
    private static final int ORDERS = 40;
    private static final int POISON = 4;

    private final DataFolder data;
    private final BlockingQueue<RecoveryReport> incidents = new LinkedBlockingQueue<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private final ShopDatabase shop;
    private final Backend backend;
    private volatile boolean away = true;

    MishapBackendTest(@TempDir Path folder) throws IOException {
        this.data = new DataFolder(folder);
        data.prepare();
        this.shop = ShopDatabase.open(data.path(), Clock.systemUTC(), 3);
        this.backend = new Backend(
                ExampleSettings.forStory(Map.of(
                                "OPS_TICK_EVERY", "50ms",
                                "OPS_WATCHDOG_EVERY", "100ms",
                                "OPS_FAILURE_WINDOW", "5m",
                                "OPS_RECOVER_COOLDOWN", "0s"))
                        .in(data, shop.founded(), "a-token-for-this-test"),
                this::charge,
                shop,
                decision -> {},
                incidents::add);
    }

    private void charge(Order order) throws PaymentException {
        if (away || order.number() % (ORDERS / POISON) == 0) {
            throw new PaymentException("not now");
        }
    }

    @BeforeEach
    void start() throws Exception {
        autorecover(false);
        backend.listen(0);
        backend.steer();
    }

    @AfterEach
    void stop() throws Exception {
        backend.drain();
        shop.close();
    }

    @Test
    @DisplayName(
            "customers of orders that fail are answered at once; the orders are done later, poison is in quarantine")
    void mishap() throws Exception {
        var answers = new ArrayList<CompletableFuture<HttpResponse<String>>>();
        for (var i = 0; i < ORDERS; i++) {
            answers.add(client.sendAsync(order(), BodyHandlers.ofString()));
        }
        for (var answer : answers) {
            var response = answer.get(30, TimeUnit.SECONDS);
            assertThat(response.statusCode()).isEqualTo(202);
            assertThat(response.body()).contains("\"status\":\"delayed\"");
        }

        away = false;
        autorecover(true);
        awaitQuarantined(POISON);
        backend.drain();

        assertThat(backend.balance())
                .isEqualTo(new Balance(
                        new OrderDesk.Stats(ORDERS, ORDERS - POISON, 0, ORDERS, ORDERS - POISON), 0, POISON));
        assertThat(backend.balance().lost()).isZero();
    }

    /** By one recovery or several: each takes what is dead when it begins. */
    private void awaitQuarantined(long orders) throws InterruptedException {
        for (var quarantined = 0L; quarantined < orders; ) {
            var incident = incidents.poll(60, TimeUnit.SECONDS);
            assertThat(incident)
                    .as("a recovery, after %d in quarantine", quarantined)
                    .isNotNull();
            quarantined += incident.steps().stream()
                    .flatMap(step -> step.counts().stream())
                    .filter(count -> count.name().equals("quarantined")
                            && incident.outcome().ended())
                    .mapToLong(Count::value)
                    .sum();
        }
    }

    private HttpRequest order() {
        return HttpRequest.newBuilder(backend.uri().resolve("/orders"))
                .timeout(Duration.ofSeconds(30))
                .POST(BodyPublishers.noBody())
                .build();
    }

    /** As a person does by hand. */
    private void autorecover(boolean on) throws IOException {
        Files.writeString(
                data.flags(),
                "{\"WORKER_COUNT\": 2, \"AUTOSCALE_ENABLED\": false, \"INCIDENT_AUTORECOVER\": %b}".formatted(on));
    }
}
