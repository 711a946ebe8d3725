package ai.levqor.ops.engine.summary;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.engine.summary.DailySummary.Figure;
import ai.levqor.ops.engine.summary.DailySummary.Freezes;
import ai.levqor.ops.engine.summary.DailySummary.Incidents;
import ai.levqor.ops.engine.summary.DailySummary.Incidents.Newest;
import ai.levqor.ops.engine.summary.DailySummary.Span;
import ai.levqor.ops.engine.summary.DailySummary.Steps;
import ai.levqor.ops.engine.summary.DailySummary.TroubledJob;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("a summary")
class DailySummaryTest {
    private static final DailySummary SHOP = new SummaryComposer(Samples.SETUP, Samples.shop()).at(Samples.NOW);

    @Test
    @DisplayName("is dated by its zone, and covers 23 or 25 hours where the clocks are changed")
    void summerTime() {
        var spring = new Span(Instant.parse("2026-03-29T08:00:00Z"), Samples.LONDON);
        var autumn = new Span(Instant.parse("2026-10-25T09:00:00Z"), Samples.LONDON);
        var night = new Span(Instant.parse("2026-06-30T23:30:00Z"), Samples.LONDON);

        assertThat(Duration.between(spring.from(), spring.at())).isEqualTo(Duration.ofHours(23));
        assertThat(Duration.between(autumn.from(), autumn.at())).isEqualTo(Duration.ofHours(25));
        assertThat(autumn.date()).isEqualTo(LocalDate.of(2026, 10, 25));
        assertThat(night.date()).isEqualTo(LocalDate.of(2026, 7, 1));
    }

    @Test
    @DisplayName("counts the steps of its time, its first moment included")
    void steps() {
        assertThat(SHOP.steps()).contains(new Steps(2, 1));
    }

    @Test
    @DisplayName("counts how often the guard began to stand, and says since when that is remembered")
    void freezes() {
        var short24h = with(() -> List.of(Samples.look(-2, true), Samples.look(-3, true)));

        assertThat(SHOP.freezes()).contains(new Freezes(2, Samples.hours(-24)));
        assertThat(short24h.freezes()).contains(new Freezes(1, Samples.hours(-3)));
        assertThat(with(List::of).freezes()).isEmpty();
    }

    private static DailySummary with(Supplier<List<ScaleEvent>> looks) {
        var shop = Samples.shop();
        return new SummaryComposer(
                        Samples.SETUP,
                        new SummarySources(
                                shop.metrics(),
                                shop.outcomes(),
                                shop.steps(),
                                looks,
                                shop.incidents(),
                                shop.deadLetters(),
                                shop.users(),
                                () -> Samples.costs(OptionalDouble.empty()),
                                () -> List.of(Samples.job("backup"), Samples.unknownJob())))
                .at(Samples.NOW);
    }

    @Test
    @DisplayName("counts the incidents of its time, and no refusal")
    void incidents() {
        assertThat(SHOP.incidents()).contains(new Incidents(2, 1, 1, Optional.of(new Newest("inc-3", "error_rate"))));
    }

    @Test
    @DisplayName("holds each figure against the day before and the same weekday; what is unknown has no change")
    void users() {
        var users = SHOP.users().orElseThrow();

        assertThat(users.day()).isEqualTo(LocalDate.of(2026, 11, 25));
        assertThat(users.daily())
                .isEqualTo(new Figure(OptionalLong.of(1204), OptionalLong.of(1192), OptionalLong.of(1228)));
        assertThat(users.weekly().weekChange()).isEmpty();
        assertThat(users.weekly().dayChange()).hasValue(0);
        assertThat(users.monthly().dayChange()).isEmpty();
    }

    @Test
    @DisplayName("names the jobs of which a time was failed or missed, and knows none if the store is away")
    void jobs() {
        assertThat(SHOP.troubledJobs().orElseThrow())
                .containsExactly(new TroubledJob("backup", 1, 0), new TroubledJob("retention", 1, 2));
        assertThat(with(List::of).troubledJobs()).isEmpty();
    }

    @Test
    @DisplayName("reads in few lines of words")
    void text() {
        assertThat(SummaryText.title(SHOP))
                .isEqualTo("Daily summary 2026-11-26: 2 incidents, 1,204 active users, 12.40 usd today");
        assertThat(SummaryText.of(SHOP)).isEqualTo("""
                Thursday 26 November 2026, 09:00
                Up 12 d 4 h

                Requests in the window: 3,120
                Latency: P50 12 ms, P95 48 ms, P99 1,204 ms
                Errors: 0.021 %, 3 of 14,203

                Incidents: 2 (1 recovered, 1 failed)
                Newest: inc-3, error rate
                Dead letters: 4
                Scaling: 2 up, 1 down
                Freezes: 2

                Active users, Wed 25 Nov
                Daily: 1,204 (+12 in a day, −24 in a week)
                Weekly: 5,210 (±0 in a day, unknown in a week)
                Monthly: unknown

                Cost today: 12.40 usd
                Next 30 days: 372.10 usd (340.00 to 410.00)
                Limit: 50.00 usd a day

                Jobs: backup failed once; retention failed once, missed 2 times""");
    }

    @Test
    @DisplayName("of which nothing is known says so, and holds no zero")
    void unknown() {
        var nothing = new SummaryComposer(Samples.SETUP, Samples.away()).at(Samples.NOW);

        assertThat(SummaryText.title(nothing))
                .isEqualTo("Daily summary 2026-11-26: incidents unknown, active users unknown, cost unknown");
        assertThat(SummaryText.of(nothing).lines().skip(2).filter(line -> !line.isEmpty()))
                .hasSize(11)
                .allMatch(line -> line.endsWith(": unknown"));
        var known = new TreeSet<String>();
        collect("", SummaryJson.of(nothing), known);
        assertThat(known).containsExactly("at", "date", "from", "uptime_s", "zone");
    }

    private static void collect(String path, JsonNode node, Set<String> known) {
        node.properties().forEach(field -> collect(field.getKey(), field.getValue(), known));
        if (!node.isObject() && !node.isNull()) {
            known.add(path);
        }
    }

    @Test
    @DisplayName("is JSON whose numbers are numbers")
    void json() throws Exception {
        assertThat(new JsonMapper().readTree(SummaryJson.of(SHOP).toString()))
                .isEqualTo(new JsonMapper().readTree("""
                {"date":"2026-11-26","from":"2026-11-25T09:00:00Z","at":"2026-11-26T09:00:00Z","zone":"Europe/London",
                "uptime_s":1051200,"requests":3120,"p50_latency_ms":12,"p95_latency_ms":48,"p99_latency_ms":1204,
                "error_rate":0.000211,"outcomes":14203,"failures":3,
                "scaling":{"ups":2,"downs":1,"freezes":2,"freezes_since":"2026-11-25T09:00:00Z"},
                "incidents":{"count":2,"recovered":1,"failed":1,"newest":"inc-3","newest_trigger":"error_rate"},
                "dead_letters":4,
                "active_users":{"day":"2026-11-25","dau":1204,"dau_day_change":12,"dau_week_change":-24,"wau":5210,
                "wau_day_change":0,"wau_week_change":null,"mau":null,"mau_day_change":null,"mau_week_change":null},
                "cost":{"today":12.4,"forecast_next_30d":372.1,"confidence_low":340,"confidence_high":410,
                "spend_limit":50,"currency":"usd","partial":false},
                "troubled_jobs":[{"name":"backup","failed":1,"missed":0},{"name":"retention","failed":1,"missed":2}]}
                """));
    }

    @Test
    @DisplayName("takes its steps from lines of the decision log, and passes over other lines")
    void lines() throws Exception {
        var json = new JsonMapper();
        var line = "{'at':'2026-11-26T08:00:00Z','kind':'scale','decision':{'from':3,'to':2,'guard':'frozen'}}"
                .replace('\'', '"');

        assertThat(ScaleEvent.ofLine(json.readTree(line)))
                .contains(new ScaleEvent(Instant.parse("2026-11-26T08:00:00Z"), -1, true));
        assertThat(ScaleEvent.ofLine(json.readTree(line.replace("scale", "other"))))
                .isEmpty();
        assertThat(ScaleEvent.ofLine(json.readTree(line.replace("T08", "x08")))).isEmpty();
        assertThat(ScaleEvent.ofLine(json.readTree("{}"))).isEmpty();
    }
}
