package ai.levqor.ops.billing;

import static ai.levqor.ops.billing.CostFiles.lines;
import static ai.levqor.ops.billing.CostsServer.bucket;
import static ai.levqor.ops.billing.CostsServer.page;
import static ai.levqor.ops.billing.CostsServer.result;
import static ai.levqor.ops.http.RawServer.http;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.levqor.ops.http.RawServer;
import ai.levqor.ops.spi.billing.BilledCosts;
import ai.levqor.ops.spi.billing.CostKind;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class OpenAiCostsTest {
    private static final Instant NOW = Instant.parse("2026-01-10T15:00:00Z");
    private static final LocalDate TODAY = LocalDate.of(2026, 1, 10);
    private static final LocalDate FROM = LocalDate.of(2026, 1, 1);

    @Test
    @DisplayName("half a year is asked for at least, by day, with the key in a header and nowhere else")
    void question() throws Exception {
        try (var server = RawServer.answering(page())) {
            costs(server, FROM);

            var request = server.requests.take();
            assertThat(request.head())
                    .startsWith("GET /v1/organization/costs?start_time=1752451200&end_time=1768003200"
                            + "&bucket_width=1d&limit=180 HTTP/1.1\r\n")
                    .containsIgnoringCase("\r\nauthorization: Bearer sk-admin-made-up\r\n")
                    .containsOnlyOnce("made-up");
            assertThat(server.requests).isEmpty();
        }
    }

    @Test
    @DisplayName("a self-check asks for one day")
    void selfCheck() throws Exception {
        try (var server = RawServer.answering(page())) {
            new OpenAiCosts(server.url(), "sk-admin-made-up").selfCheck();

            assertThat(server.requests.take().head())
                    .startsWith(
                            "GET /v1/organization/costs?start_time=1735689600&bucket_width=1d&limit=1 HTTP/1.1\r\n");
            assertThat(server.requests).isEmpty();
        }
    }

    @Test
    @DisplayName("a longer past is asked for in pages, to the last of them")
    void pages() throws Exception {
        try (var openAi = new CostsServer(7)) {
            var day = LocalDate.of(2025, 1, 1);
            openAi.cost(day, new BigDecimal("1.00"));
            openAi.cost(TODAY.minusDays(1), new BigDecimal("2.00"));

            var costs = costs(openAi.server, day);

            assertThat(lines(costs))
                    .hasSize(374)
                    .startsWith("2025-01-01 api USD 1", "2025-01-02 api USD 0")
                    .endsWith("2026-01-08 api USD 0", "2026-01-09 api USD 2");
            var asked = new ArrayList<RawServer.Request>();
            openAi.server.requests.drainTo(asked);
            assertThat(asked)
                    .hasSize(54)
                    .extracting(CostsServer::query)
                    .allSatisfy(query -> assertThat(query)
                            .containsAllEntriesOf(Map.of(
                                    "start_time", "1735689600", "end_time", "1768003200", "bucket_width", "1d")));
        }
    }

    @Test
    @DisplayName("the name of the next page goes into the address as it is")
    void nameOfAPage() throws Exception {
        var first = http(200, "{\"data\":[],\"has_more\":true,\"next_page\":\"page_ä+&page=x #/\"}");
        try (var server = RawServer.answering(request -> request.head().contains("&page=") ? page() : first)) {
            costs(server, FROM);

            server.requests.take();
            assertThat(server.requests.take().head()).contains("&page=page_%C3%A4%2B%26page%3Dx+%23%2F HTTP/1.1\r\n");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0.06, 0.06",
        "'\"0.0100\"', 0.01",
        "1.2345678901, 1.2345678901",
        "0.1000000000000000055511151231257827, 0.10000000000000000555",
        "1e-7, 0.0000001",
        "'\"0E-6176\"', 0",
        "0E-6176, 0",
        "3, 3",
        "1e3, 1000",
        "-2.50, -2.5"
    })
    @DisplayName("an amount is a number or a text, exact to 20 decimal places")
    void amounts(String value, String expected) throws Exception {
        try (var server = RawServer.answering(page(bucket(FROM, result(value, "usd"))))) {
            assertThat(lines(costs(server, FROM))).containsExactly("2026-01-01 api USD " + expected);
        }
    }

    @Test
    @DisplayName("results of a day add up, by currency")
    void results() throws Exception {
        try (var server = RawServer.answering(page(
                bucket(FROM, result("1.10", "usd"), result("\"0.2\"", "USD"), result("5", "eur")),
                bucket(FROM.plusDays(1), result("7", "eur"))))) {
            var costs = costs(server, FROM);

            assertThat(lines(costs))
                    .containsExactly(
                            "2026-01-01 api EUR 5",
                            "2026-01-01 api USD 1.3",
                            "2026-01-02 api EUR 7",
                            "2026-01-02 api USD 0");
            assertThat(costs.lines())
                    .allSatisfy(line -> assertThat(line.item().kind()).isEqualTo(CostKind.USAGE));
        }
    }

    @Test
    @DisplayName("a day without a result has cost nothing if a day before it had one, and is unknown else")
    void emptyDays() throws Exception {
        try (var server = RawServer.answering(
                page(bucket(FROM), bucket(FROM.plusDays(1), result("1", "usd")), bucket(FROM.plusDays(2))))) {
            assertThat(lines(costs(server, FROM))).containsExactly("2026-01-02 api USD 1", "2026-01-03 api USD 0");
            assertThat(lines(costs(server, FROM.plusDays(2)))).containsExactly("2026-01-03 api USD 0");
        }
    }

    @Test
    @DisplayName("a day that is told twice counts once, as it was told last")
    void twice() throws Exception {
        try (var server = RawServer.answering(page(
                bucket(FROM, result("1", "usd")),
                bucket(FROM.plusDays(1), result("2", "usd")),
                bucket(FROM, result("3", "usd"))))) {
            assertThat(lines(costs(server, FROM))).containsExactly("2026-01-01 api USD 3", "2026-01-02 api USD 2");
        }
    }

    @Test
    @DisplayName("the day that has not ended is left out, and so are days that nobody asked for")
    void otherDays() throws Exception {
        try (var server = RawServer.answering(page(
                bucket(LocalDate.of(2020, 1, 1), result("9", "usd")),
                bucket(TODAY.minusDays(1), result("1", "usd")),
                bucket(TODAY, result("9", "usd")),
                bucket(TODAY.plusDays(1), result("9", "usd"))))) {
            assertThat(lines(costs(server, FROM))).containsExactly("2026-01-09 api USD 1");
            assertThat(costs(server, TODAY).lines()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"2026-01-01, 2026-01-08", "2026-01-08, 2026-01-08", "2026-01-09, 2026-01-09", "2026-01-10, 2026-01-10"})
    @DisplayName("the last two days that have ended stay open")
    void open(LocalDate from, LocalDate open) throws Exception {
        try (var server = RawServer.answering(page())) {
            assertThat(costs(server, from).openFrom()).isEqualTo(open);
        }
    }

    @Test
    @DisplayName("recorded pages are read")
    void recorded() throws Exception {
        var folder = data().resolve("openai");
        assumeThat(folder)
                .as("recorded pages at %s; -Dlevqor.data=DIR says where they are", folder)
                .exists();
        var first = Files.readString(folder.resolve("costs_page1.json"));
        var second = Files.readString(folder.resolve("costs_page2.json"));
        try (var server = RawServer.answering(
                request -> http(200, request.head().contains("&page=page_AAAA") ? second : first))) {
            assertThat(lines(costs(server, FROM)))
                    .containsExactly(
                            "2026-01-01 api USD 0.06", "2026-01-02 api USD 0", "2026-01-03 api USD 1.2445678901");
        }
    }

    private static BilledCosts costs(RawServer server, LocalDate from) {
        return new OpenAiCosts(server.url(), "sk-admin-made-up").costs(from, NOW);
    }

    /** As given, or beside the repository; from its root, whichever module the test is started in. */
    private static Path data() {
        var here = Path.of("").toAbsolutePath();
        return Stream.iterate(here, folder -> folder != null, Path::getParent)
                .filter(folder -> Files.exists(folder.resolve("verify_all.sh")))
                .findFirst()
                .orElse(here)
                .resolve(System.getProperty("levqor.data", "../shared/data"))
                .normalize();
    }
}
