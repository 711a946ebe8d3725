package ai.levqor.ops.engine.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.levqor.ops.engine.FakeTime;
import ai.levqor.ops.engine.ask.DeadlineCaller;
import ai.levqor.ops.engine.ask.FaultLog;
import ai.levqor.ops.engine.cost.CostReport.Missing;
import ai.levqor.ops.engine.cost.CostReport.SourceState;
import ai.levqor.ops.engine.cost.CostSetup.Pace;
import ai.levqor.ops.engine.job.JobRun.Outcome;
import ai.levqor.ops.local.InMemoryStateStore;
import ai.levqor.ops.policy.forecast.CostSource.Fixed;
import ai.levqor.ops.policy.forecast.CostSource.Fixed.Per;
import ai.levqor.ops.policy.forecast.ForecastMethods;
import ai.levqor.ops.policy.forecast.Money;
import ai.levqor.ops.policy.forecast.RateTable;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.billing.BillingSource;
import ai.levqor.ops.spi.billing.CostKind;
import ai.levqor.ops.spi.state.StateStore;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayName("The costs")
class CostsTest {
    private static final LocalDate TODAY = LocalDate.ofInstant(FakeTime.START, ZoneOffset.UTC);

    private final FakeTime time = new FakeTime();
    private StateStore state = new InMemoryStateStore();
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();
    private final DeadlineCaller caller = new DeadlineCaller(Duration.ofSeconds(20));
    private final List<ObjectNode> written = new ArrayList<>();
    private Consumer<ObjectNode> file = written::add;
    private final List<Costs> made = new ArrayList<>();
    private final FakeBill cloud = new FakeBill("cloud");
    private Duration deadline = Duration.ofSeconds(20);
    private RateTable rates = RateTable.none(FakeBill.currency("usd"));

    @AfterEach
    void end() {
        made.forEach(Costs::end);
        made.forEach(Costs::close);
        caller.close();
    }

    private Costs costs(List<Fixed> fixed, BillingSource... sources) {
        var setup = new CostSetup(
                ForecastMethods.named(ForecastMethods.DEFAULT),
                rates,
                fixed,
                new Pace(Duration.ofMinutes(15), deadline, Duration.ofSeconds(50)));
        var costs = Costs.of(
                setup,
                new CostParts(List.of(sources), file),
                new CostContext(time, registry, caller, new FaultLog(faults::add), state, () -> Double.NaN));
        made.add(costs);
        return costs;
    }

    private static Fixed price(String name, String amount, Per per) {
        return new Fixed(name, new Money(FakeBill.currency("usd"), new BigDecimal(amount)), per, Optional.empty());
    }

    @SuppressWarnings("ReferenceEquality") // one instance until it is reckoned again
    private static CostReport next(Costs costs, CostReport before) {
        var report = costs.report();
        while (report == before) {
            Thread.onSpinWait();
            report = costs.report();
        }
        return report;
    }

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
    @DisplayName("are told though their file cannot be written; the job then has failed")
    void unwritable() {
        cloud.daily(TODAY, 60, FakeBill.USD, "4");
        file = forecast -> {
            throw new UnavailableException("last_forecast.json cannot be written: No space left on device");
        };
        var costs = costs(List.of(), cloud);

        var run = costs.run();

        assertThat(run.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(run.message()).startsWith("the forecast could not be written; ");
        assertThat(faults).contains("cost-forecast");
        assertThat(costs.report().forecast().total().total().orElseThrow()).isCloseTo(120, within(1e-6));
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
    @DisplayName("of a source that fails are those it told last, with their age; the forecast is partial")
    void lastGood() {
        cloud.daily(TODAY, 60, FakeBill.USD, "4");
        var costs = costs(List.of(), cloud);
        costs.run();
        time.pass(Duration.ofMinutes(20));
        cloud.failure = new UnavailableException("the cloud is away");

        assertThat(costs.run().message()).isEqualTo("the forecast is written; it is partial");

        var report = costs.report();
        assertThat(report.partial()).isTrue();
        assertThat(report.forecast().total().total().orElseThrow()).isCloseTo(120, within(1e-6));
        assertThat(report.sources().get(0).state()).isEqualTo(SourceState.LAST_GOOD);
        assertThat(CostJson.of(report).toString())
                .contains("\"state\":\"last_good\"")
                .contains("\"age_seconds\":1200");
        assertThat(costs.spend().sampledAt()).isEqualTo(FakeTime.START);
        assertThat(faults).contains("cost-cloud");
    }

    @Test
    @DisplayName("of one source do not wait for another: all are read together, each until the deadline")
    void together() {
        deadline = Duration.ofSeconds(2);
        cloud.daily(TODAY, 60, FakeBill.USD, "4");
        var never = new CountDownLatch(1);
        var stuck = new FakeBill("stuck");
        stuck.beforeAnswer = () -> await(never);
        var barrier = new CyclicBarrier(2);
        var twin = new FakeBill("twin").daily(TODAY, 60, FakeBill.USD, "1");
        cloud.beforeAnswer = () -> meet(barrier);
        twin.beforeAnswer = () -> meet(barrier);
        var costs = costs(List.of(), stuck, cloud, twin);

        costs.run();

        assertThat(costs.report().sources())
                .extracting(CostReport.Source::state)
                .containsExactly(SourceState.UNREAD, SourceState.FRESH, SourceState.FRESH);
        assertThat(costs.report().forecast().total().total().orElseThrow()).isCloseTo(150, within(1e-6));
        assertThat(costs.report().partial()).isTrue();
        assertThatThrownBy(costs::spend)
                .isInstanceOf(UnavailableException.class)
                .hasMessage("the costs of stuck were never read yet");
    }

    @Test
    @DisplayName("are kept: after a restart they are there with their age, and nothing is read twice")
    void restart() {
        cloud.daily(TODAY, 60, FakeBill.USD, "4");
        costs(List.of(), cloud).run();
        time.pass(Duration.ofMinutes(5));
        var again = costs(List.of(), cloud);

        var report = next(again, again.report());

        assertThat(report.sources().get(0).state()).isEqualTo(SourceState.FRESH);
        assertThat(report.forecast().total().total().orElseThrow()).isCloseTo(120, within(1e-6));
        assertThat(again.spend().sampledAt()).isEqualTo(FakeTime.START);
        assertThat(cloud.askedFrom).hasSize(1);
    }

    @Test
    @DisplayName("are read again at once when the clock was set back, also after a restart")
    void clockSetBack() {
        cloud.daily(TODAY, 60, FakeBill.USD, "4");
        var costs = costs(List.of(), cloud);
        costs.run();
        time.jumpTo(FakeTime.START.minus(Duration.ofDays(2)));

        var report = next(costs, costs.report());
        time.jumpTo(FakeTime.START.minus(Duration.ofDays(4)));
        var again = costs(List.of(), cloud);
        var later = next(again, again.report());

        assertThat(report.computedAt()).isEqualTo(FakeTime.START.minus(Duration.ofDays(2)));
        assertThat(report.sources().get(0).newest()).contains(TODAY.minusDays(2));
        assertThat(report.forecast().total().total().orElseThrow()).isCloseTo(120, within(1e-6));
        assertThat(later.sources().get(0).readAt()).contains(FakeTime.START.minus(Duration.ofDays(4)));
        assertThat(cloud.askedFrom).hasSize(3);
    }

    @Test
    @DisplayName("of a price alone are reckoned anew, too, each time and when the clock was set back")
    void priceAlone() {
        var costs = costs(List.of(price("host", "31", Per.MONTH)));
        var first = next(costs, costs.report());
        time.pass(Duration.ofMinutes(15));
        var second = next(costs, first);
        time.jumpTo(FakeTime.START.minus(Duration.ofDays(40)));

        var third = next(costs, second);

        assertThat(second.computedAt()).isEqualTo(FakeTime.START.plus(Duration.ofMinutes(15)));
        assertThat(third.forecast().total().from()).isEqualTo(TODAY.minusDays(40));
    }

    @Test
    @DisplayName("are told while the state store is away; they are just not kept")
    void withoutState() {
        state = new StateStore() {
            @Override
            public Optional<Versioned> read(String key) {
                throw new UnavailableException("the store is away");
            }

            @Override
            public Optional<String> compareAndSet(String key, Optional<String> expected, String value) {
                throw new UnavailableException("the store is away");
            }
        };
        cloud.daily(TODAY, 60, FakeBill.USD, "4");
        var costs = costs(List.of(), cloud);

        assertThat(costs.run().outcome()).isEqualTo(Outcome.DONE);
        assertThat(costs.report().forecast().total().total().orElseThrow()).isCloseTo(120, within(1e-6));
        assertThat(faults).contains("state");
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

        var report = next(other, other.report());

        assertThat(report.spend().orElseThrow().today()).isCloseTo(1, within(1e-9));
        assertThat(cloud.askedFrom).hasSize(before);
    }

    @Test
    @DisplayName("that cannot be read after a restart are the last good ones")
    void restartWithoutSource() {
        cloud.daily(TODAY, 60, FakeBill.USD, "4");
        costs(List.of(), cloud).run();
        time.pass(Duration.ofHours(2));
        cloud.failure = new UnavailableException("the cloud is away");
        var again = costs(List.of(), cloud);

        var report = next(again, again.report());

        assertThat(report.sources().get(0).state()).isEqualTo(SourceState.LAST_GOOD);
        assertThat(report.forecast().total().total().orElseThrow()).isCloseTo(120, within(1e-6));
    }

    @Test
    @DisplayName("of a failing source are asked for after half a minute, then after twice that, and so on")
    void backOff() {
        cloud.failure = new UnavailableException("the cloud is away");
        var costs = costs(List.of(), cloud);
        var report = next(costs, costs.report());

        time.pass(Duration.ofSeconds(29));
        assertThat(costs.report()).isSameAs(report);
        time.pass(Duration.ofSeconds(1));
        report = next(costs, report);
        time.pass(Duration.ofSeconds(59));
        assertThat(costs.report()).isSameAs(report);
        cloud.failure = new UnavailableException("slowly", Duration.ofHours(1));
        time.pass(Duration.ofSeconds(1));
        report = next(costs, report);
        time.pass(Duration.ofMinutes(14));
        assertThat(costs.report()).isSameAs(report);

        assertThat(cloud.askedFrom).hasSize(3);
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

    @Test
    @DisplayName("that ended over two weeks ago are unknown to the guard")
    void ended() {
        cloud.cost(TODAY.minusDays(15), FakeBill.USD, "4");
        var costs = costs(List.of(), cloud);
        costs.run();

        assertThatThrownBy(costs::spend).hasMessage("the costs of cloud end on 2026-02-14, over two weeks ago");
    }

    @Test
    @DisplayName("that make no sense are a fault of the source, and what was known stays")
    void absurd() {
        cloud.daily(TODAY, 60, FakeBill.USD, "4");
        var costs = costs(List.of(), cloud);
        costs.run();
        cloud.cost(TODAY, FakeBill.USD, "900000000000").cost(TODAY, FakeBill.USD, "900000000000");

        costs.run();

        assertThat(costs.report().sources().get(0).state()).isEqualTo(SourceState.LAST_GOOD);
        assertThat(costs.report().forecast().total().total().orElseThrow()).isCloseTo(120, within(1e-6));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("interrupted", e);
        }
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("interrupted", e);
        } catch (BrokenBarrierException e) {
            throw new UnavailableException("broken", e);
        }
    }
}
