package ai.levqor.ops.engine.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.levqor.ops.engine.FakeTime;
import ai.levqor.ops.engine.cost.CostReport.Missing;
import ai.levqor.ops.engine.cost.CostReport.SourceState;
import ai.levqor.ops.engine.job.JobRun.Outcome;
import ai.levqor.ops.policy.forecast.CostSource.Fixed.Per;
import ai.levqor.ops.policy.forecast.RateTable;
import ai.levqor.ops.spi.billing.CostKind;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayName("The costs")
class CostsTest extends CostsCase {

    @Test
    @DisplayName("are read by the job, forecast, and written")
    void job() {
        cloud.daily(TODAY, 60, FakeBill.USD, "4");
        var costs = costs(List.of(price("host", "31", Per.MONTH)), cloud);

        var run = costs.run();

        assertThat(run.outcome()).isEqualTo(Outcome.DONE);
        assertThat(run.message()).isEqualTo("the forecast is written");
        var report = costs.report();
        assertThat(report.forecast().total().total().orElseThrow()).isCloseTo(120 + 30, within(1e-6));
        assertThat(report.partial()).isFalse();
        assertThat(report.missing()).isEmpty();
        assertThat(report.parts()).extracting(CostReport.Part::kind).containsExactly("fixed", "usage");
        assertThat(report.parts().get(1).last30()).isCloseTo(120, within(1e-9));
        assertThat(report.backTest().orElseThrow().error()).isCloseTo(0, within(1e-9));
        assertThat(written).singleElement().isEqualTo(CostJson.of(report));
    }

    @Test
    @DisplayName("are told as JSON, with what is unknown as null")
    void json() {
        cloud.daily(TODAY, 60, FakeBill.USD, "4");
        var costs = costs(List.of(price("host", "31", Per.MONTH)), cloud);
        costs.run();

        var json = CostJson.of(costs.report());

        assertThat(json.toString())
                .startsWith("{\"ok\":true,\"forecast_next_30d\":150,\"confidence_low\":")
                .contains("\"currency\":\"usd\",\"method\":\"median6\",\"backtest\":{\"forecasts\":4,\"error\":0,")
                .contains("\"cost_today\":2.5,\"spend_last_24h\":")
                .contains("{\"source\":\"fixed\",\"item\":\"host\",\"kind\":\"fixed\",\"last_30d\":")
                .contains("{\"source\":\"cloud\",\"item\":\"tokens\",\"kind\":\"usage\",\"last_30d\":120,"
                        + "\"forecast_30d\":120,")
                .contains("\"share\":0.8,")
                .contains("\"sources\":[{\"name\":\"cloud\",\"state\":\"fresh\",\"read_at\":\"2026-03-01T12:00:00Z\","
                        + "\"age_seconds\":0,\"newest_day\":\"2026-02-28\"}]")
                .contains("\"partial\":false,\"reason\":null,\"from\":\"2026-03-01\",\"path\":[{\"day\":\"2026-03-01\"")
                .endsWith("\"computed_at\":\"2026-03-01T12:00:00Z\"}");
    }

    @Test
    @DisplayName("are never read by whoever asks for them, but in the background")
    void background() throws InterruptedException {
        cloud.daily(TODAY, 60, FakeBill.USD, "4");
        var reading = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        cloud.beforeAnswer = () -> {
            reading.countDown();
            await(goOn);
        };
        var costs = costs(List.of(), cloud);

        var before = costs.report();
        reading.await();

        assertThat(costs.report()).isSameAs(before);
        assertThat(before.missing()).contains(Missing.NOT_READ_YET);
        assertThat(before.partial()).isTrue();
        goOn.countDown();
        assertThat(next(costs, before).forecast().total().total().orElseThrow()).isCloseTo(120, within(1e-6));
    }

    @Test
    @DisplayName("are read again when they are due, and then only the days that may have changed")
    void incremental() {
        cloud.daily(TODAY, 60, FakeBill.USD, "4");
        var costs = costs(List.of(), cloud);
        costs.run();
        time.pass(Duration.ofMinutes(14));
        var early = costs.report();
        assertThat(costs.report()).isSameAs(early);
        cloud.cost(TODAY, FakeBill.USD, "1");

        time.pass(Duration.ofMinutes(1));
        var late = next(costs, early);

        assertThat(cloud.askedFrom).containsExactly(TODAY.minusDays(121), TODAY.minusDays(2));
        assertThat(late.spend().orElseThrow().today()).isCloseTo(1, within(1e-9));
        assertThat(late.parts().get(0).last30()).isCloseTo(120, within(1e-9));
    }

    @Test
    @DisplayName("are kept: after a restart they are there with their age, and nothing is read twice")
    void restart() {
        cloud.daily(TODAY, 60, FakeBill.USD, "4");
        costs(List.of(), cloud).run();
        time.pass(Duration.ofMinutes(5));
        var again = costs(List.of(), cloud);

        var report = next(again, again.known());

        assertThat(report.sources().get(0).state()).isEqualTo(SourceState.FRESH);
        assertThat(report.forecast().total().total().orElseThrow()).isCloseTo(120, within(1e-6));
        assertThat(again.spend().sampledAt()).isEqualTo(FakeTime.START);
        assertThat(cloud.askedFrom).hasSize(1);
    }

    @Test
    @DisplayName("that another instance has read meanwhile are taken over, and not read again")
    void twoInstances() {
        cloud.daily(TODAY, 60, FakeBill.USD, "4");
        var one = costs(List.of(), cloud);
        var other = costs(List.of(), cloud);
        one.run();
        other.run();
        time.pass(Duration.ofMinutes(15));
        cloud.cost(TODAY, FakeBill.USD, "1");
        one.run();
        var before = cloud.askedFrom.size();

        var report = next(other, other.known());

        assertThat(report.spend().orElseThrow().today()).isCloseTo(1, within(1e-9));
        assertThat(cloud.askedFrom).hasSize(before);
    }

    @Test
    @DisplayName("in another currency count by its rate; without one they are apart, and the guard is told so")
    void currencies() {
        var euro = FakeBill.item("servers", CostKind.USAGE, "eur");
        cloud.daily(TODAY, 60, FakeBill.USD, "4").daily(TODAY, 60, euro, "10");
        var without = costs(List.of(), cloud);
        without.run();
        rates = new RateTable(FakeBill.currency("usd"), Map.of(FakeBill.currency("eur"), 1.5));
        var with = costs(List.of(), cloud);
        with.run();

        assertThat(without.report().forecast().total().total().orElseThrow()).isCloseTo(120, within(1e-6));
        assertThat(without.report().partial()).isTrue();
        assertThatThrownBy(without::spend)
                .hasMessage("the costs of cloud are in EUR, and OPS_COST_RATES does not say what that is worth in USD");
        assertThat(with.report().forecast().total().total().orElseThrow()).isCloseTo(120 + 450, within(1e-6));
        assertThat(with.spend().last24h()).isEqualByComparingTo("19");
        assertThat(with.spend().forecastNext30d().orElseThrow()).isEqualByComparingTo("570");
    }

    @Test
    @DisplayName("of today and of the last 24 hours are those of a fixed price by the calendar, and of the sources")
    void spend() {
        cloud.daily(TODAY, 60, FakeBill.USD, "4").cost(TODAY, FakeBill.USD, "3");
        var costs = costs(List.of(price("redis", "0.5", Per.HOUR)), cloud);
        costs.run();

        assertThat(costs.spend().last24h()).isEqualByComparingTo(new BigDecimal("17")); // 3 + half of 4, and 24 halves
        assertThat(registry.scrape()).contains("levqor_cost_today 9.0").contains("levqor_cost_forecast_30d 480.0");
    }

    @Test
    @DisplayName("are unknown where there are none: null with a reason, and NaN")
    void none() {
        var nothing = costs(List.of());
        var silent = costs(List.of(), cloud);
        silent.run();

        assertThat(nothing.run().outcome()).isEqualTo(Outcome.NO_DATA);
        assertThat(CostJson.of(nothing.report()).toString())
                .contains("\"forecast_next_30d\":null,\"confidence_low\":null,")
                .contains("\"cost_today\":null")
                .contains("\"reason\":\"no_sources\"");
        assertThat(silent.report().missing()).contains(Missing.NO_HISTORY);
        assertThat(silent.spend().last24h()).isEqualByComparingTo("0");
        assertThat(registry.scrape()).contains("levqor_cost_forecast_30d NaN");
    }
}
