package ai.levqor.ops.examples.backend;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.engine.ScaleReport;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The money guard of the running example, on costs that the environment names; the limit is 17.50 a day. */
@Timeout(120)
@DisplayName("With costs of your own the example")
class OwnBillTest {
    private static final String TOKEN = "a-token-for-this-test";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final BlockingQueue<ScaleReport> decisions = new LinkedBlockingQueue<>();
    private final HttpClient client = HttpClient.newHttpClient();

    private final Path folder;

    OwnBillTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private interface Story {
        void tell(Backend backend) throws Exception;
    }

    private void run(Map<String, String> environment, Story story) throws Exception {
        var data = new DataFolder(folder.resolve("data"));
        Files.createDirectories(data.path());
        data.prepare();
        var variables = new HashMap<>(environment);
        variables.put("OPS_TICK_EVERY", "1h");
        variables.put("OPS_SNAPSHOT_FOR", "1ms"); // what was read since the tick shall show
        try (var shop = ShopDatabase.open(data.path(), Clock.systemUTC(), 3)) {
            var settings = ExampleSettings.forStory(variables).in(data, shop.founded(), TOKEN);
            var backend = new Backend(settings, order -> {}, shop, decisions::add, incident -> {});
            try {
                backend.listen(0);
                backend.steer();
                assertThat(decisions.poll(30, TimeUnit.SECONDS))
                        .as("the first tick")
                        .isNotNull();
                story.tell(backend);
            } finally {
                backend.drain();
            }
        }
    }

    @ParameterizedTest(name = "{0}: {1}, {2}")
    @CsvSource({
        "gpu=15.74/day, scale_up, false",
        "gpu=15.75/day, freeze,   true",
        "gpu=0.65625/hour, freeze, true",
    })
    @DisplayName("stops scaling up at 0.9 of the limit: ")
    void spend(String price, String action, boolean frozen) throws Exception {
        // A forecast alone does not freeze here.
        run(Map.of("OPS_COST_FIXED", price, "OPS_FORECAST_SHARE", "10"), backend -> {
            var dryRun = get(backend, "/ops/autoscale/dryrun?queue_depth=50");

            assertThat(dryRun.path("action").textValue()).isEqualTo(action);
            assertThat(dryRun.path("metrics").path("spend_frozen").booleanValue())
                    .isEqualTo(frozen);
            assertThat(dryRun.path("metrics").path("spend_limit").doubleValue()).isEqualTo(17.5);
        });
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"gpu=14/day, scale_up", "gpu=14.01/day, freeze"})
    @DisplayName(
            "stops scaling up if the forecast is above 0.8 of thirty limits, 420, though 15.75 a day are not spent: ")
    void forecast(String price, String action) throws Exception {
        run(Map.of("OPS_COST_FIXED", price), backend -> {
            var dryRun = get(backend, "/ops/autoscale/dryrun?queue_depth=50");

            assertThat(dryRun.path("action").textValue()).isEqualTo(action);
            assertThat(dryRun.path("metrics").path("spend_last_24h").doubleValue())
                    .isLessThan(15.75);
        });
    }

    @Test
    @DisplayName("reads a file of costs, guards by it, tells the forecast, shows it to Prometheus, and writes it")
    void file() throws Exception {
        var today = LocalDate.now(ZoneOffset.UTC);
        var csv = new StringBuilder("date,amount,service\n");
        for (var ago = 40; ago >= 1; ago--) {
            csv.append("%s,12.00,compute%n%s,3.80,storage%n".formatted(today.minusDays(ago), today.minusDays(ago)));
        }
        var file = Files.writeString(folder.resolve("costs.csv"), csv);

        run(Map.of("OPS_COST_FILE", file.toString()), backend -> {
            var run = send(backend, "POST", "/ops/jobs/cost-forecast");
            var forecast = get(backend, "/ops/cost/forecast");
            var dryRun = get(backend, "/ops/autoscale/dryrun?queue_depth=50");

            assertThat(JSON.readTree(run).path("status").textValue()).isEqualTo("done");
            assertThat(forecast.path("forecast_next_30d").doubleValue()).isBetween(473.99, 474.01);
            assertThat(forecast.path("breakdown").findValuesAsText("item")).containsExactly("compute", "storage");
            assertThat(forecast.path("partial").booleanValue()).isFalse();
            assertThat(dryRun.path("action").textValue()).isEqualTo("freeze");
            assertThat(dryRun.path("metrics").path("spend_last_24h").doubleValue())
                    .isEqualTo(15.8);
            assertThat(send(backend, "GET", "/metrics"))
                    .containsPattern("levqor_cost_forecast_30d 47[34]\\.")
                    .containsPattern("levqor_cost_today [0-9.E-]+");
            var written = Files.readAllBytes(folder.resolve("data/last_forecast.json"));
            assertThat(JSON.readTree(written)).isEqualTo(forecast);
            assertThat(Files.readAllLines(folder.resolve("data/logs/forecasts.jsonl")))
                    .singleElement()
                    .satisfies(line -> assertThat(JSON.readTree(line)).isEqualTo(forecast));
        });
    }

    @Test
    @DisplayName("and with the story's the forecast is there too, of prices, workers and fees")
    void story() throws Exception {
        run(Map.of(), backend -> {
            send(backend, "POST", "/ops/jobs/cost-forecast");
            var forecast = get(backend, "/ops/cost/forecast");

            assertThat(forecast.path("breakdown").findValuesAsText("kind")).containsExactly("fixed", "fee", "usage");
            assertThat(forecast.path("breakdown").get(0).path("forecast_30d").doubleValue())
                    .isEqualTo(300);
            assertThat(forecast.path("forecast_next_30d").doubleValue()).isGreaterThan(300);
        });
    }

    private JsonNode get(Backend backend, String path) throws IOException, InterruptedException {
        return JSON.readTree(send(backend, "GET", path));
    }

    private String send(Backend backend, String method, String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(backend.uri().resolve(path))
                .method(method, BodyPublishers.noBody())
                .header("X-ADMIN-TOKEN", TOKEN)
                .build();
        var answer = client.send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }
}
