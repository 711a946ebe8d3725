package ai.levqor.ops.engine.summary;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Currency;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("numbers for a person")
class NumbersTest {
    private static final Currency USD = Currency.getInstance("USD");

    @Test
    @DisplayName("have the digits of their currency, none from 1,000 on, and are not rounded to nothing")
    void amounts() {
        assertThat(Numbers.amount(12.4, USD)).isEqualTo("12.40");
        assertThat(Numbers.amount(12_345.67, USD)).isEqualTo("12,346");
        assertThat(Numbers.amount(0.004, USD)).isEqualTo("under 0.01");
        assertThat(Numbers.amount(0, USD)).isEqualTo("0.00");
        assertThat(Numbers.amount(120.4, Currency.getInstance("JPY"))).isEqualTo("120");
    }

    @Test
    @DisplayName("have the digits that count")
    void ratios() {
        assertThat(Numbers.percent(0)).isEqualTo("0 %");
        assertThat(Numbers.percent(0.000_000_1)).isEqualTo("under 0.001 %");
        assertThat(Numbers.percent(0.000_211)).isEqualTo("0.021 %");
        assertThat(Numbers.percent(0.0125)).isEqualTo("1.25 %");
        assertThat(Numbers.percent(0.5)).isEqualTo("50 %");
        assertThat(Numbers.millis(Duration.ofNanos(1_240_000))).isEqualTo("1.2 ms");
    }

    @Test
    @DisplayName("have their two largest units, or their sign")
    void times() {
        assertThat(Numbers.time(Duration.ofHours(292))).isEqualTo("12 d 4 h");
        assertThat(Numbers.time(Duration.ofMinutes(125))).isEqualTo("2 h 5 min");
        assertThat(Numbers.time(Duration.ofSeconds(125))).isEqualTo("2 min");
        assertThat(Numbers.time(Duration.ofSeconds(5))).isEqualTo("5 s");
        assertThat(Numbers.change(1200)).isEqualTo("+1,200");
        assertThat(Numbers.change(-3)).isEqualTo("−3");
        assertThat(Numbers.change(0)).isEqualTo("±0");
    }
}
