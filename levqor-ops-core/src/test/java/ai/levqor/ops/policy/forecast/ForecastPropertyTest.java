package ai.levqor.ops.policy.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

@Label("What holds of every forecast of any costs")
@PropertyDefaults(tries = 150, edgeCases = EdgeCasesMode.NONE)
class ForecastPropertyTest {

    @Property
    @Label("no amount is below zero or beyond numbers, the days add up to the total, and bands hold what they should")
    void sound(@ForAll("costs") List<DayCost> rows) {
        for (var method : ForecastMethods.all()) {
            var forecast = method.forecast(DailyCosts.of(Costs.USD, rows), Costs.FROM);

            assertThat(forecast.total().isPresent()).isEqualTo(!rows.isEmpty());
            forecast.total().ifPresent(total -> {
                assertThat(total).isNotNegative().isFinite();
                var sum =
                        forecast.path().stream().mapToDouble(DayForecast::cost).sum();
                assertThat(sum).isCloseTo(total, within(1e-6 * (1 + total)));
                forecast.bands().ifPresent(bands -> holds(bands, total));
                forecast.path().forEach(day -> day.bands().ifPresent(bands -> holds(bands, day.cost())));
            });
        }
    }

    private static void holds(Bands bands, double amount) {
        var rounding = 1e-9 * (1 + amount);
        assertThat(bands.at80().low()).isNotNegative().isLessThanOrEqualTo(amount + rounding);
        assertThat(bands.at80().high())
                .isGreaterThanOrEqualTo(amount - rounding)
                .isFinite();
        assertThat(bands.at95().low()).isLessThanOrEqualTo(bands.at80().low());
        assertThat(bands.at95().high()).isGreaterThanOrEqualTo(bands.at80().high());
    }

    @Property
    @Label("the order of rows, and days from the first one forecast on, change nothing")
    void order(@ForAll("costs") List<DayCost> rows, @ForAll long seed) {
        var others = new ArrayList<>(rows);
        Collections.shuffle(others, new Random(seed));
        others.add(new DayCost(Costs.FROM, 1e6));

        for (var method : ForecastMethods.all()) {
            var forecast = method.forecast(DailyCosts.of(Costs.USD, rows), Costs.FROM);
            var other = method.forecast(DailyCosts.of(Costs.USD, others), Costs.FROM);

            if (forecast.total().isPresent()) {
                assertThat(Costs.total(other)).isCloseTo(Costs.total(forecast), within(1e-6));
            } else {
                assertThat(other.total()).isEmpty();
            }
        }
    }

    @Property
    @Label("costs in a currency worth four times as little have a forecast four times as high")
    void currency(@ForAll("costs") List<DayCost> rows) {
        var costs = DailyCosts.of(Costs.USD, rows);
        for (var method : ForecastMethods.all()) {
            var forecast = method.forecast(costs, Costs.FROM);
            var other = method.forecast(costs.times(4), Costs.FROM);

            forecast.total()
                    .ifPresent(
                            total -> assertThat(Costs.total(other)).isCloseTo(4 * total, within(1e-6 * (1 + total))));
            forecast.bands()
                    .ifPresent(bands -> assertThat(
                                    other.bands().orElseThrow().at80().high())
                            .isCloseTo(
                                    4 * bands.at80().high(),
                                    within(1e-6 * (1 + bands.at80().high()))));
        }
    }

    @Property
    @Label("a back-test is of at most twelve months, and has no error below zero")
    void backTest(@ForAll("costs") List<DayCost> rows) {
        var costs = DailyCosts.of(Costs.USD, rows);
        for (var method : ForecastMethods.all()) {
            BackTest.of(method, costs, Costs.FROM).ifPresent(test -> {
                assertThat(test.forecasts()).isBetween(1, 12);
                assertThat(test.error()).isNotNegative().isFinite();
                assertThat(test.held80()).isBetween(0, test.banded());
            });
        }
    }

    @Property
    @Label("a few charges among free days have a forecast as sound as any")
    void sparse(@ForAll("charges") List<DayCost> charges) {
        var rows = new ArrayList<>(charges);
        for (var ago = 1; ago <= 120; ago++) {
            rows.add(new DayCost(day(ago), 0));
        }

        sound(rows);
    }

    @Provide
    Arbitrary<List<DayCost>> charges() {
        return Combinators.combine(Arbitraries.integers().between(1, 120), Arbitraries.of(1.0, 20.0, 21.0, 1e-9, 1e9))
                .as((ago, amount) -> new DayCost(day(ago), amount))
                .list()
                .ofMaxSize(8);
    }

    /** Some days with gaps, zeros, credits, spikes, two rows a day. */
    @Provide
    Arbitrary<List<DayCost>> costs() {
        var amounts = Arbitraries.frequencyOf(
                Tuple.of(12, Arbitraries.doubles().between(0, 100)),
                Tuple.of(4, Arbitraries.just(0.0)),
                Tuple.of(3, Arbitraries.just(10.0)),
                Tuple.of(1, Arbitraries.doubles().between(-500, 0)),
                Tuple.of(1, Arbitraries.doubles().between(1e3, 1e9)));
        return Arbitraries.of(1, 6, 7, 14, 20, 21, 45, 60, 100, 140)
                .flatMap(days -> Combinators.combine(Arbitraries.integers().between(1, days), amounts)
                        .as((ago, amount) -> new DayCost(day(ago), amount))
                        .list()
                        .ofMaxSize(days + days / 2));
    }

    private static LocalDate day(int ago) {
        return Costs.FROM.minusDays(ago);
    }
}
