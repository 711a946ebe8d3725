package ai.levqor.ops.policy.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.levqor.ops.policy.forecast.CostSource.Fee;
import ai.levqor.ops.policy.forecast.CostSource.Fixed;
import ai.levqor.ops.policy.forecast.CostSource.Fixed.Per;
import ai.levqor.ops.policy.forecast.CostSource.Usage;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The cost of several sources")
class CostForecasterTest {
    private static final Fixed HOST = fixed("31", Per.MONTH, Optional.empty());

    private final CostForecaster inDollars =
            new CostForecaster(ForecastMethods.named(ForecastMethods.DEFAULT), RateTable.none(Costs.USD));

    private static Fixed fixed(String price, Per per, Optional<LocalDate> until) {
        return new Fixed("host", new Money(Costs.USD, new BigDecimal(price)), per, until);
    }

    private static DailyCosts euros(int days, double cost) {
        var rows = new ArrayList<DayCost>();
        for (var ago = 1; ago <= days; ago++) {
            rows.add(new DayCost(Costs.FROM.minusDays(ago), cost));
        }
        return DailyCosts.of(Costs.EUR, rows);
    }

    @Test
    @DisplayName("is the calendar's for what has a price, and certain")
    void fixed() {
        var january = inDollars.forecast(List.of(HOST), Costs.FROM).total();
        var february =
                inDollars.forecast(List.of(HOST), LocalDate.of(2026, 2, 1)).total();
        var year = inDollars
                .forecast(List.of(fixed("365", Per.YEAR, Optional.empty())), Costs.FROM)
                .total();

        assertThat(Costs.total(january)).isCloseTo(30, within(1e-9));
        assertThat(january.bands().orElseThrow().at95().high()).isCloseTo(30, within(1e-9));
        // All of February, and two days of March.
        assertThat(Costs.total(february)).isCloseTo(33, within(1e-9));
        assertThat(Costs.total(year)).isCloseTo(30, within(1e-9));
    }

    @Test
    @DisplayName("ends with what is paid for until a day")
    void until() {
        var cancelled = fixed("2", Per.DAY, Optional.of(Costs.FROM.plusDays(9)));

        var forecast = inDollars.forecast(List.of(cancelled), Costs.FROM).total();

        assertThat(Costs.total(forecast)).isCloseTo(20, within(1e-9));
        assertThat(forecast.path().get(9).cost()).isEqualTo(2);
        assertThat(forecast.path().get(10).cost()).isZero();
    }

    @Test
    @DisplayName("adds what is fixed, usage by its past, and fees as a rate of a volume")
    void kinds() {
        var usage = new Usage("tokens", Costs.constant(60, 4));
        var fees = new Fee("payments", 0.03, Costs.constant(60, 200));

        var forecast = inDollars.forecast(List.of(HOST, usage, fees), Costs.FROM);

        assertThat(Costs.total(forecast.total())).isCloseTo(30 + 120 + 180, within(1e-6));
        assertThat(forecast.total().path().get(0).cost()).isCloseTo(1 + 4 + 6, within(1e-6));
        assertThat(forecast.partial()).isFalse();
        assertThat(forecast.parts())
                .extracting(part -> part.forecast().method())
                .containsExactly("calendar", "median6", "median6");
        assertThat(forecast.parts().get(0).backTest()).isEmpty();
        assertThat(forecast.parts().get(2).backTest().orElseThrow().error()).isCloseTo(0, within(1e-9));
    }

    @Test
    @DisplayName("has half-widths combined as of errors with a correlation of 0.3")
    void bands() {
        var one = new Usage("one", Costs.of(90, Costs.about(10, 0.9)));
        var other = new Usage("other", Costs.of(90, Costs.about(40, 0.5)));

        var forecast = inDollars.forecast(List.of(one, other), Costs.FROM);

        var a = highWidth(forecast.parts().get(0).forecast());
        var b = highWidth(forecast.parts().get(1).forecast());
        assertThat(highWidth(forecast.total()))
                .isCloseTo(Math.sqrt(a * a + b * b + 2 * 0.3 * a * b), within(1e-6))
                .isLessThan(a + b);
    }

    private static double highWidth(Forecast forecast) {
        return forecast.bands().orElseThrow().at80().high() - Costs.total(forecast);
    }

    @Test
    @DisplayName("never adds currencies: without a rate the total is partial, and each has its own")
    void currencies() {
        var forecast = inDollars.forecast(List.of(HOST, new Usage("eu", euros(60, 2))), Costs.FROM);

        assertThat(Costs.total(forecast.total())).isCloseTo(30, within(1e-9));
        assertThat(forecast.total().currency()).isEqualTo(Costs.USD);
        assertThat(forecast.partial()).isTrue();
        assertThat(forecast.parts()).extracting(CostForecast.Part::inTotal).containsExactly(true, false);
        assertThat(forecast.byCurrency())
                .extracting(total -> total.money().orElseThrow().toString())
                .containsExactly("Money[currency=USD, amount=30.000000]", "Money[currency=EUR, amount=60.000000]");
    }

    @Test
    @DisplayName("takes another currency by a rate that is given")
    void rates() {
        var rates = new RateTable(Costs.USD, Map.of(Costs.EUR, 1.5));
        var forecaster = new CostForecaster(ForecastMethods.named("last30"), rates);

        var forecast = forecaster.forecast(List.of(HOST, new Usage("eu", euros(60, 2))), Costs.FROM);

        assertThat(Costs.total(forecast.total())).isCloseTo(30 + 90, within(1e-6));
        assertThat(forecast.total().bands().orElseThrow().at80().high()).isCloseTo(30 + 90 * 1.2, within(1e-6));
        assertThat(forecast.partial()).isFalse();
    }

    @Test
    @DisplayName("is partial while a source has no history, and null if none has any")
    void noHistory() {
        var silent = new Usage("silent", DailyCosts.of(Costs.USD, List.of()));

        var some = inDollars.forecast(List.of(HOST, silent), Costs.FROM);
        var none = inDollars.forecast(List.of(silent), Costs.FROM);

        assertThat(some.partial()).isTrue();
        assertThat(Costs.total(some.total())).isCloseTo(30, within(1e-9));
        assertThat(none.partial()).isTrue();
        assertThat(none.total().total()).isEmpty();
        assertThat(none.total().notes(ForecastReason.NO_HISTORY)).isTrue();
        assertThat(none.byCurrency()).isEmpty();
    }

    @Test
    @DisplayName("has no bands while what is too young for them is more than a tenth of it")
    void young() {
        var young = new Usage("young", Costs.constant(3, 1));

        var forecast = inDollars.forecast(List.of(HOST, young), Costs.FROM);

        assertThat(Costs.total(forecast.total())).isCloseTo(60, within(1e-9));
        assertThat(forecast.total().bands()).isEmpty();
    }

    @Test
    @DisplayName("takes a little that is too young for bands to lie between nothing and three times as much")
    void youngAndSmall() {
        var young = new Usage("young", Costs.constant(3, 0.1));

        var bands = inDollars.forecast(List.of(HOST, young), Costs.FROM).total().bands();

        assertThat(bands.orElseThrow().at80().low()).isCloseTo(30, within(1e-6));
        assertThat(bands.orElseThrow().at95().high()).isCloseTo(30 + 9, within(1e-6));
    }

    @Test
    @DisplayName("counts the price of an hour for each hour of a day")
    void hourly() {
        var total = inDollars
                .forecast(List.of(fixed("0.5", Per.HOUR, Optional.empty())), Costs.FROM)
                .total();

        assertThat(Costs.total(total)).isCloseTo(360, within(1e-9));
    }
}
