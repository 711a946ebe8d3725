package ai.levqor.ops.policy.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Daily costs")
class DailyCostsTest {
    private static final LocalDate FIRST = LocalDate.of(2025, 3, 1);

    @Test
    @DisplayName("take rows in any order, and add those of one day")
    void rows() {
        var costs = DailyCosts.of(
                Costs.USD,
                List.of(
                        new DayCost(FIRST.plusDays(3), 4),
                        new DayCost(FIRST, 1),
                        new DayCost(FIRST.plusDays(3), 0.5),
                        new DayCost(FIRST.plusDays(1), 2)));

        assertThat(costs.span()).isEqualTo(4);
        assertThat(costs.knownDays()).isEqualTo(3);
        assertThat(costs.on(FIRST.plusDays(3))).hasValue(4.5);
        assertThat(costs.sum()).isEqualTo(7.5);
        assertThat(costs).hasToString("3 days in USD from 2025-03-01 to 2025-03-04");
    }

    @Test
    @DisplayName("tell a missing day from a zero")
    void missing() {
        var costs = DailyCosts.of(Costs.USD, List.of(new DayCost(FIRST, 0), new DayCost(FIRST.plusDays(2), 0)));

        assertThat(costs.on(FIRST)).hasValue(0);
        assertThat(costs.on(FIRST.plusDays(1))).isEmpty();
        assertThat(costs.on(FIRST.minusDays(1))).isEmpty();
        assertThat(costs.on(FIRST.plusDays(3))).isEmpty();
    }

    @Test
    @DisplayName("can be empty")
    void empty() {
        var costs = DailyCosts.of(Costs.USD, List.of());

        assertThat(costs.isEmpty()).isTrue();
        assertThat(costs.span()).isZero();
        assertThat(costs.before(FIRST).isEmpty()).isTrue();
        assertThat(costs).hasToString("no costs in USD");
    }

    @Test
    @DisplayName("are cut before a day and from a day on")
    void cut() {
        var costs = DailyCosts.of(
                Costs.USD,
                List.of(new DayCost(FIRST, 1), new DayCost(FIRST.plusDays(1), 2), new DayCost(FIRST.plusDays(2), 4)));

        assertThat(costs.before(FIRST.plusDays(2)).sum()).isEqualTo(3);
        assertThat(costs.since(FIRST.plusDays(1)).sum()).isEqualTo(6);
        assertThat(costs.since(FIRST.plusDays(1)).before(FIRST.plusDays(2)).sum())
                .isEqualTo(2);
        assertThat(costs.since(FIRST.plusDays(9)).isEmpty()).isTrue();
        assertThat(costs.before(FIRST.minusDays(9)).isEmpty()).isTrue();
        assertThat(costs.since(FIRST.plusDays(1)).times(10).on(FIRST.plusDays(2)))
                .hasValue(40);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1.1e12, -1.1e12})
    @DisplayName("refuse an amount that is no cost")
    void absurdAmount(double amount) {
        assertThatThrownBy(() -> new DayCost(FIRST, amount))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("amount must be a number from -1e12 to 1e12, was " + amount);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1969-12-31", "2100-01-01", "+999999999-12-31"})
    @DisplayName("refuse a day of another age")
    void absurdDay(LocalDate day) {
        assertThatThrownBy(() -> new DayCost(day, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("day must be from 1970 to 2099, was " + day);
    }

    @Test
    @DisplayName("refuse a factor that would leave no cost")
    void factor() {
        var costs = Costs.constant(3, 1);

        assertThatThrownBy(() -> costs.times(Double.NaN)).hasMessage("factor must be from -1 to 1e6, was NaN");
    }
}
