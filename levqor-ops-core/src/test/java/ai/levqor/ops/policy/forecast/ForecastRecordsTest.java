package ai.levqor.ops.policy.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.levqor.ops.policy.forecast.CostSource.Fee;
import ai.levqor.ops.policy.forecast.CostSource.Fixed;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Records of a forecast")
class ForecastRecordsTest {

    @Test
    @DisplayName("add money of one currency, and refuse to add another")
    void money() {
        var dollars = new Money(Costs.USD, new BigDecimal("1.10"));
        var euros = new Money(Costs.EUR, BigDecimal.ONE);

        assertThat(dollars.plus(dollars)).isEqualTo(new Money(Costs.USD, new BigDecimal("2.20")));
        assertThatThrownBy(() -> dollars.plus(euros))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("amounts must be of one currency to be added, were USD and EUR");
    }

    @Test
    @DisplayName("round money four digits below the currency's smallest unit")
    void digits() {
        assertThat(Money.of(Costs.USD, 1.23456789).amount()).isEqualTo(new BigDecimal("1.234568"));
        assertThat(Money.of(Currency.getInstance("JPY"), 1.23456789).amount()).isEqualTo(new BigDecimal("1.2346"));
        assertThat(Money.of(Currency.getInstance("XXX"), 1).amount()).isEqualTo(new BigDecimal("1.0000"));
    }

    @Test
    @DisplayName("refuse bands that cannot be")
    void bands() {
        var wide = new Interval(1, 4);
        var narrow = new Interval(2, 3);

        assertThat(new Bands(narrow, wide).at95().contains(4)).isTrue();
        assertThat(narrow.contains(3.5)).isFalse();
        assertThat(narrow.contains(1.5)).isFalse();
        assertThatThrownBy(() -> new Bands(wide, narrow))
                .hasMessageStartingWith("the 95 % interval must hold the other");
        assertThatThrownBy(() -> new Interval(-1, 1)).hasMessage("0 <= low <= high must hold, were -1.0 and 1.0");
        assertThatThrownBy(() -> new Interval(2, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Interval(0, Double.POSITIVE_INFINITY))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Interval(Double.NaN, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("refuse a total without its days")
    void path() {
        assertThatThrownBy(() -> new Forecast(
                        "x", Costs.USD, Costs.FROM, OptionalDouble.of(1), Optional.empty(), List.of(), List.of()))
                .hasMessage("a path must have 30 days, or none without a total, had 0");
    }

    @Test
    @DisplayName("refuse prices and rates that are none")
    void sources() {
        var debt = new Money(Costs.USD, new BigDecimal("-1"));

        assertThatThrownBy(() -> new Fixed("host", debt, Fixed.Per.DAY, Optional.empty()))
                .hasMessage("price of host must be >= 0, was -1");
        assertThatThrownBy(() -> new Fee("fee", 1.5, Costs.constant(1, 1)))
                .hasMessage("rate of fee must be from 0 to 1, was 1.5");
        assertThatThrownBy(() -> new RateTable(Costs.USD, Map.of(Costs.EUR, 0.0)))
                .hasMessage("rate of EUR must be in (0, 1e6], was 0.0");
    }

    @Test
    @DisplayName("name the unit of each reason's number")
    void units() {
        assertThat(ForecastReason.values())
                .allSatisfy(reason -> assertThat(reason.unit()).isNotBlank());
    }
}
