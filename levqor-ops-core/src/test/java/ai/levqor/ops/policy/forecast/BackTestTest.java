package ai.levqor.ops.policy.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A back-test")
class BackTestTest {
    private static final ForecastMethod BY_DEFAULT = ForecastMethods.named(ForecastMethods.DEFAULT);

    @ParameterizedTest
    @CsvSource({"37, 1", "43, 1", "44, 2", "120, 12", "400, 12"})
    @DisplayName("is of every week that had seven days before and thirty after it, at most twelve")
    void weeks(int days, int forecasts) {
        var test = BackTest.of(BY_DEFAULT, Costs.constant(days, 10), Costs.FROM).orElseThrow();

        assertThat(test.forecasts()).isEqualTo(forecasts);
        assertThat(test.error()).isCloseTo(0, within(1e-9));
        assertThat(test.held80()).isEqualTo(test.banded()).isEqualTo(forecasts);
    }

    @Test
    @DisplayName("is not of a series that is too short, empty, or free")
    void none() {
        assertThat(BackTest.of(BY_DEFAULT, Costs.constant(36, 10), Costs.FROM)).isEmpty();
        assertThat(BackTest.of(BY_DEFAULT, DailyCosts.of(Costs.USD, List.of()), Costs.FROM))
                .isEmpty();
        assertThat(BackTest.of(BY_DEFAULT, Costs.constant(90, 0), Costs.FROM)).isEmpty();
    }

    @Test
    @DisplayName("tells the error and its side: 30 days at 10 before 30 days at 20")
    void error() {
        var costs = Costs.of(37, day -> day.isBefore(Costs.FROM.minusDays(30)) ? 10 : 20);

        var test = BackTest.of(BY_DEFAULT, costs, Costs.FROM).orElseThrow();

        assertThat(test.error()).isCloseTo(0.5, within(1e-9));
        assertThat(test.bias()).isCloseTo(-0.5, within(1e-9));
        assertThat(test.last30Error()).isCloseTo(0.5, within(1e-9));
        assertThat(test.held80()).isZero();
    }

    @Test
    @DisplayName("does not see the days that it forecasts")
    void blind() {
        var rising = Costs.of(37, day -> day.isBefore(Costs.FROM.minusDays(30)) ? 10 : 1000);

        var test =
                BackTest.of(ForecastMethods.named("last30"), rising, Costs.FROM).orElseThrow();

        assertThat(test.error()).isCloseTo(0.99, within(1e-9));
    }
}
