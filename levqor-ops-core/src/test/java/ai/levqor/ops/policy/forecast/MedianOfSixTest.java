package ai.levqor.ops.policy.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The default forecast")
class MedianOfSixTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 6, 7, 13, 20, 21, 30, 59, 60, 120, 400})
    @DisplayName("of a cost that never changed is that cost, however long it is known")
    void constant(int days) {
        var forecast = Costs.byDefault(Costs.constant(days, 12.5));

        assertThat(Costs.total(forecast)).isCloseTo(375, within(1e-6));
        assertThat(forecast.path())
                .hasSize(30)
                .allSatisfy(day -> assertThat(day.cost()).isCloseTo(12.5, within(1e-6)));
        assertThat(forecast.path().get(0).day()).isEqualTo(Costs.FROM);
    }

    @Test
    @DisplayName("without any history is none, and says so")
    void noHistory() {
        var forecast = Costs.byDefault(DailyCosts.of(Costs.USD, List.of()));

        assertThat(forecast.total()).isEmpty();
        assertThat(forecast.money()).isEmpty();
        assertThat(forecast.bands()).isEmpty();
        assertThat(forecast.path()).isEmpty();
        assertThat(forecast.notes()).containsExactly(new ForecastNote(ForecastReason.NO_HISTORY, 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    @DisplayName("of a new account is the plain mean, and below seven days has no bands")
    void newAccount(int days) {
        var forecast = Costs.byDefault(Costs.of(days, Costs.about(10, 0.5)));

        assertThat(Costs.total(forecast)).isCloseTo(30 * mean(days), within(1e-9));
        assertThat(forecast.bands()).isEmpty();
        assertThat(forecast.path()).allSatisfy(day -> assertThat(day.bands()).isEmpty());
        assertThat(forecast.notes(ForecastReason.SHORT_HISTORY)).isTrue();
        assertThat(forecast.notes(ForecastReason.TOO_SHORT_FOR_BANDS)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 8, 10, 13, 20})
    @DisplayName("from seven days on is the plain mean with bands, until three weeks are known")
    void youngAccount(int days) {
        var forecast = Costs.byDefault(Costs.of(days, Costs.about(10, 0.5)));

        assertThat(Costs.total(forecast)).isCloseTo(30 * mean(days), within(1e-9));
        assertThat(forecast.bands().orElseThrow().at80().contains(300)).isTrue();
        assertThat(forecast.notes(ForecastReason.SHORT_HISTORY)).isTrue();
        assertThat(forecast.notes(ForecastReason.TOO_SHORT_FOR_BANDS)).isFalse();
    }

    private static double mean(int days) {
        return Costs.of(days, Costs.about(10, 0.5)).sum() / days;
    }

    @Test
    @DisplayName("puts more on the weekdays that cost more")
    void weekdays() {
        var forecast = Costs.byDefault(Costs.of(84, day -> weekend(day) ? 40 : 100));

        var saturday = forecast.path().get(2);
        assertThat(saturday.day().getDayOfWeek()).isEqualTo(DayOfWeek.SATURDAY);
        assertThat(saturday.cost()).isBetween(38.0, 60.0);
        assertThat(forecast.path().get(0).cost()).isBetween(92.0, 102.0);
        // 9 of the 30 days from a Thursday on are a Saturday or a Sunday
        assertThat(Costs.total(forecast)).isCloseTo(21 * 100 + 9 * 40, within(60.0));
    }

    private static boolean weekend(LocalDate day) {
        return day.getDayOfWeek().getValue() >= 6;
    }

    @Test
    @DisplayName("does not take missing days for free ones")
    void missing() {
        var costs = Costs.of(90, Costs.about(10, 0.1));
        var gaps = List.of(
                Costs.FROM.minusDays(2), Costs.FROM.minusDays(3), Costs.FROM.minusDays(17), Costs.FROM.minusDays(40));

        var forecast = Costs.byDefault(Costs.without(costs, gaps));

        assertThat(Costs.total(forecast)).isCloseTo(Costs.total(Costs.byDefault(costs)), within(6.0));
        assertThat(forecast.notes()).contains(new ForecastNote(ForecastReason.GAPS_FILLED, 4));
    }

    @Test
    @DisplayName("goes on from the last known day if the latest are not there yet, and says how many")
    void lags() {
        var costs = Costs.of(90, day -> weekend(day) ? 40 : 100).before(Costs.FROM.minusDays(4));

        var forecast = Costs.byDefault(costs);

        assertThat(forecast.from()).isEqualTo(Costs.FROM);
        assertThat(forecast.path().get(2).cost()).isLessThan(60);
        assertThat(forecast.notes()).contains(new ForecastNote(ForecastReason.HISTORY_LAGS, 4));
    }

    @Test
    @DisplayName("does not look at the day it begins with, which is not over")
    void partialDay() {
        var costs = Costs.of(60, Costs.about(10, 0.1));

        var forecast = Costs.byDefault(Costs.with(costs, Costs.FROM, 0.01));

        assertThat(forecast).isEqualTo(Costs.byDefault(costs));
    }

    @Test
    @DisplayName("counts zeros as days that cost nothing")
    void zeros() {
        var forecast = Costs.byDefault(Costs.of(90, day -> day.toEpochDay() % 3 == 0 ? 30 : 0));

        assertThat(Costs.total(forecast)).isCloseTo(300, within(30.0));
    }

    @Test
    @DisplayName("of a service that never cost anything is 0, with nothing to measure a band by")
    void nothing() {
        var forecast = Costs.byDefault(Costs.constant(60, 0));

        assertThat(Costs.total(forecast)).isZero();
        assertThat(forecast.bands()).isEmpty();
        assertThat(forecast.notes()).containsExactly(new ForecastNote(ForecastReason.NO_SPEND, 60));
    }

    @Test
    @DisplayName("of a service without spend for two weeks decays, and leaves it to a person whether it is shut down")
    void stopped() {
        var forecast = Costs.byDefault(Costs.of(90, day -> day.isBefore(Costs.FROM.minusDays(14)) ? 10 : 0));

        assertThat(Costs.total(forecast)).isLessThan(150);
        assertThat(forecast.bands().orElseThrow().at95().high()).isGreaterThan(Costs.total(forecast));
        assertThat(forecast.notes()).contains(new ForecastNote(ForecastReason.NO_RECENT_SPEND, 14));
    }

    @Test
    @DisplayName("of a service without spend for a month is near 0")
    void longStopped() {
        var forecast = Costs.byDefault(Costs.of(90, day -> day.isBefore(Costs.FROM.minusDays(30)) ? 10 : 0));

        assertThat(Costs.total(forecast)).isLessThan(15);
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 21, 28, 40})
    @DisplayName("follows a price step of two weeks or more ago")
    void step(int age) {
        var forecast = Costs.byDefault(Costs.of(
                120,
                day -> Costs.about(day.isBefore(Costs.FROM.minusDays(age)) ? 10 : 20, 0.05)
                        .applyAsDouble(day)));

        assertThat(Costs.total(forecast)).isBetween(480.0, 620.0);
    }

    @Test
    @DisplayName("lets a spike that came once, with two months of history, count for a part: some do return")
    void spike() {
        var costs = Costs.with(Costs.of(90, Costs.about(10, 0.1)), Costs.FROM.minusDays(9), 500);

        var forecast = Costs.byDefault(costs);

        // The last 30 days once more would be 790, and the spike at its rate in 90 days 463.
        assertThat(Costs.total(forecast)).isBetween(300.0, 400.0);
        assertThat(forecast.notes(ForecastReason.MONTHLY_FEES)).isFalse();
        assertThat(forecast.notes(ForecastReason.UNEXPLAINED_SPIKE)).isFalse();
    }

    @Test
    @DisplayName("with a spike in less than two months is the last 30 days once more, as it may return every month")
    void unexplainedSpike() {
        var costs = Costs.with(Costs.constant(45, 10), Costs.FROM.minusDays(9), 500);

        var forecast = Costs.byDefault(costs);

        assertThat(Costs.total(forecast)).isCloseTo(29 * 10 + 500, within(1e-6));
        assertThat(forecast.notes()).contains(new ForecastNote(ForecastReason.UNEXPLAINED_SPIKE, 490));
    }

    @Test
    @DisplayName("takes a single credit as happening once")
    void creditOnce() {
        var costs = Costs.with(Costs.constant(60, 50), Costs.FROM.minusDays(5), -500);

        var forecast = Costs.byDefault(costs);

        assertThat(Costs.total(forecast)).isCloseTo(1500, within(1e-6));
        assertThat(forecast.notes()).contains(new ForecastNote(ForecastReason.CREDIT_ONCE, -500));
    }

    @Test
    @DisplayName("lets repeated credits go on as in the last 30 days")
    void creditsGoOn() {
        var once = Costs.with(Costs.constant(60, 50), Costs.FROM.minusDays(5), -100);
        var costs = Costs.with(once, Costs.FROM.minusDays(35), -200);

        var forecast = Costs.byDefault(costs);

        assertThat(Costs.total(forecast)).isCloseTo(1400, within(1e-6));
        assertThat(forecast.notes()).contains(new ForecastNote(ForecastReason.CREDITS_GO_ON, -100));
    }

    @Test
    @DisplayName("of credits alone is 0, never less")
    void creditsAlone() {
        var forecast = Costs.byDefault(Costs.constant(60, -5));

        assertThat(Costs.total(forecast)).isZero();
    }

    @Test
    @DisplayName("says that a service went on and off before")
    void onAndOff() {
        var forecast = Costs.byDefault(Costs.of(120, day -> Math.floorDiv(day.toEpochDay(), 20) % 2 == 0 ? 100 : 5));

        assertThat(forecast.notes(ForecastReason.ON_AND_OFF)).isTrue();
    }

    @Test
    @DisplayName("does not depend on what was more than 120 days ago")
    void oldDays() {
        var costs = Costs.of(300, day -> day.isBefore(Costs.FROM.minusDays(120)) ? 1000 : 10);

        var forecast = Costs.byDefault(costs);

        assertThat(forecast).isEqualTo(Costs.byDefault(costs.since(Costs.FROM.minusDays(120))));
    }

    @Test
    @DisplayName("has wider bands for a series that jumps than for one that does not")
    void bands() {
        var calm = Costs.byDefault(Costs.of(120, Costs.about(10, 0.1)));
        var wild = Costs.byDefault(Costs.of(120, day -> 10 * Math.exp(Math.sin(day.toEpochDay() / 9.0))));

        assertThat(width(wild) / Costs.total(wild)).isGreaterThan(3 * width(calm) / Costs.total(calm));
    }

    private static double width(Forecast forecast) {
        var band = forecast.bands().orElseThrow().at80();
        return band.high() - band.low();
    }
}
