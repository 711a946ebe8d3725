package ai.levqor.ops.policy.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Forecast methods")
class ForecastMethodsTest {

    static Stream<ForecastMethod> all() {
        return ForecastMethods.all().stream();
    }

    @Test
    @DisplayName("are chosen by name")
    void names() {
        assertThat(ForecastMethods.names())
                .containsExactly("median6", "trend", "last30", "mean28", "seasonal", "holt", "theta");
        assertThat(ForecastMethods.named("trend").name()).isEqualTo("trend");
        assertThatThrownBy(() -> ForecastMethods.named("prophet"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "method must be one of [median6, trend, last30, mean28, seasonal, holt, theta], was prophet");
    }

    @ParameterizedTest
    @MethodSource("all")
    @DisplayName("agree on a cost that never changed")
    void constant(ForecastMethod method) {
        for (var days : new int[] {1, 6, 7, 20, 21, 60, 120}) {
            var forecast = method.forecast(Costs.constant(days, 3), Costs.FROM);

            assertThat(Costs.total(forecast)).isCloseTo(90, within(1e-6));
            assertThat(forecast.method()).isEqualTo(method.name());
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    @DisplayName("give no forecast without history, with the reason")
    void noHistory(ForecastMethod method) {
        var forecast = method.forecast(DailyCosts.of(Costs.USD, List.of()), Costs.FROM);

        assertThat(forecast.total()).isEmpty();
        assertThat(forecast.notes(ForecastReason.NO_HISTORY)).isTrue();
    }

    @Test
    @DisplayName("trend is the line of least squares, carried on, with a band of 20 %")
    void trend() {
        var forecast = ForecastMethods.named("trend").forecast(Costs.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10), Costs.FROM);

        // 11 + ... + 40
        assertThat(Costs.total(forecast)).isCloseTo(765, within(1e-9));
        assertThat(forecast.path().get(29).cost()).isCloseTo(40, within(1e-9));
        var bands = forecast.bands().orElseThrow();
        assertThat(bands.at80().low()).isCloseTo(612, within(1e-9));
        assertThat(bands.at80().high()).isCloseTo(918, within(1e-9));
        assertThat(bands.at95()).isEqualTo(bands.at80());
    }

    @Test
    @DisplayName("trend goes through points that are on no line as the formula says")
    void trendOfScatter() {
        var forecast = ForecastMethods.named("trend").forecast(Costs.of(2, 1, 4, 3, 7), Costs.FROM);

        // mean 3.4, slope 12 / 10: 3.4 + 1.2 (h + 2) on day h
        assertThat(forecast.path().get(0).cost()).isCloseTo(7.0, within(1e-9));
        assertThat(Costs.total(forecast)).isCloseTo(30 * 3.4 + 1.2 * (465 + 60), within(1e-9));
    }

    @Test
    @DisplayName("trend does not fall below zero")
    void trendStopsAtZero() {
        var forecast = ForecastMethods.named("trend").forecast(Costs.of(10, 9, 8, 7, 6, 5, 4, 3, 2, 1), Costs.FROM);

        assertThat(Costs.total(forecast)).isZero();
    }

    @Test
    @DisplayName("last30 is the sum of the last 30 days")
    void last30() {
        var costs = Costs.of(75, Costs.about(10, 0.9));

        var forecast = ForecastMethods.named("last30").forecast(costs, Costs.FROM);

        assertThat(Costs.total(forecast))
                .isCloseTo(costs.since(Costs.FROM.minusDays(30)).sum(), within(1e-9));
    }

    @Test
    @DisplayName("mean28 is the mean of the last four weeks")
    void mean28() {
        var costs = Costs.of(75, Costs.about(10, 0.9));

        var forecast = ForecastMethods.named("mean28").forecast(costs, Costs.FROM);

        assertThat(Costs.total(forecast))
                .isCloseTo(costs.since(Costs.FROM.minusDays(28)).sum() / 28 * 30, within(1e-9));
    }

    @Test
    @DisplayName("seasonal puts the last four weeks on the weekdays to come")
    void seasonal() {
        var costs = Costs.of(84, day -> day.getDayOfWeek().getValue() >= 6 ? 40 : 100);

        var forecast = ForecastMethods.named("seasonal").forecast(costs, Costs.FROM);

        assertThat(forecast.path().get(2).cost()).isBetween(38.0, 60.0);
        assertThat(forecast.path().get(0).cost()).isBetween(92.0, 102.0);
    }

    @Test
    @DisplayName("holt and theta go on with a rise, holt for a while, theta by half")
    void rising() {
        var costs = Costs.of(60, day -> 100 + (day.toEpochDay() - Costs.FROM.toEpochDay()));

        var holt = ForecastMethods.named("holt").forecast(costs, Costs.FROM);
        var theta = ForecastMethods.named("theta").forecast(costs, Costs.FROM);

        assertThat(Costs.total(holt)).isBetween(2900.0, 3300.0);
        assertThat(theta.path().get(29).cost() - theta.path().get(0).cost()).isBetween(10.0, 20.0);
    }
}
