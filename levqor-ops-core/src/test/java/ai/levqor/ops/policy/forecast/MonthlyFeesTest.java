package ai.levqor.ops.policy.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.util.function.Predicate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A monthly fee")
class MonthlyFeesTest {

    @ParameterizedTest
    @CsvSource({
        "60, 1", "60, 2", "60, 5", "60, 14", "60, 20", "60, 28", "90, 3", "120, 1", "120, 9", "120, 17", "120, 28"
    })
    @DisplayName("is put on its date, and the total is within 6 % (60 days) and 5 % (120 days)")
    void onItsDay(int days, int feeDay) {
        var costs = withFee(days, day -> day.getDayOfMonth() == feeDay);

        var forecast = Costs.byDefault(costs);

        var share = days < 120 ? 0.06 : 0.05;
        assertThat(Costs.total(forecast)).isCloseTo(600, within(600 * share));
        assertThat(forecast.path().get(feeDay - 1).cost()).isCloseTo(310, within(30.0));
        assertThat(forecast.path().get(feeDay).cost()).isLessThan(15);
        assertThat(forecast.notes(ForecastReason.MONTHLY_FEES)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 120})
    @DisplayName("at the end of the month is told from its day")
    void monthEnd(int days) {
        var costs = withFee(days, day -> day.getDayOfMonth() == day.lengthOfMonth());

        var forecast = ForecastMethods.named(ForecastMethods.DEFAULT).forecast(costs, Costs.FROM);

        // The 30 days from January 1st end before the 31st.
        assertThat(Costs.total(forecast)).isCloseTo(300, within(18.0));

        var later = ForecastMethods.named(ForecastMethods.DEFAULT).forecast(costs, Costs.FROM.plusDays(3));
        assertThat(later.path().get(27).day()).isEqualTo(LocalDate.of(2026, 1, 31));
        assertThat(later.path().get(27).cost()).isCloseTo(310, within(30.0));
    }

    @Test
    @DisplayName("is in every bound, as it is certain")
    void inBounds() {
        var forecast = Costs.byDefault(withFee(120, day -> day.getDayOfMonth() == 9));

        var bands = forecast.bands().orElseThrow();
        assertThat(bands.at95().low()).isGreaterThan(500);
        assertThat(bands.at80().high()).isLessThan(700);
    }

    @Test
    @DisplayName("that came once, on the first of the month, is believed in a young account")
    void onceOnTheFirst() {
        var costs = Costs.with(Costs.constant(35, 10), LocalDate.of(2025, 12, 1), 310);

        var forecast = Costs.byDefault(costs);

        assertThat(forecast.path().get(0).cost()).isCloseTo(310, within(1e-6));
        assertThat(Costs.total(forecast)).isCloseTo(600, within(1e-6));
    }

    @Test
    @DisplayName("may be all that a service costs")
    void feeAlone() {
        var forecast = Costs.byDefault(Costs.of(90, day -> day.getDayOfMonth() == 15 ? 20 : 0));

        assertThat(Costs.total(forecast)).isCloseTo(20, within(1e-6));
        assertThat(forecast.path().get(14).cost()).isCloseTo(20, within(1e-6));
        assertThat(forecast.bands().orElseThrow().at80().contains(20)).isTrue();
    }

    @Test
    @DisplayName("must be alike twice: within 35 %")
    void alike() {
        var costs = Costs.with(
                Costs.with(Costs.constant(90, 10), LocalDate.of(2025, 12, 9), 310), LocalDate.of(2025, 11, 9), 100);

        var forecast = Costs.byDefault(costs);

        assertThat(forecast.notes(ForecastReason.MONTHLY_FEES)).isFalse();
        assertThat(Costs.total(forecast)).isCloseTo(300, within(10.0));
    }

    @Test
    @DisplayName("is not looked for in a series of spikes")
    void spiky() {
        var forecast = Costs.byDefault(Costs.of(120, day -> day.toEpochDay() % 5 == 0 ? 300 : 10));

        assertThat(forecast.notes(ForecastReason.MONTHLY_FEES)).isFalse();
    }

    /** About 10 a day, and 300 more on some days. */
    private static DailyCosts withFee(int days, Predicate<LocalDate> due) {
        return Costs.of(days, day -> Costs.about(10, 0.15).applyAsDouble(day) + (due.test(day) ? 300 : 0));
    }
}
