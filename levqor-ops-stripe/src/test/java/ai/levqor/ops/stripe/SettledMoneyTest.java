package ai.levqor.ops.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Currency;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettledMoneyTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"
            })
    @DisplayName("a currency without decimals counts in whole units")
    void noDecimals(String code) {
        assertThat(SettledMoney.major(12345, Currency.getInstance(code))).hasToString("12345");
    }

    @ParameterizedTest
    @ValueSource(strings = {"BHD", "JOD", "KWD", "OMR", "TND"})
    @DisplayName("a currency with three decimals counts in thousandths")
    void threeDecimals(String code) {
        assertThat(SettledMoney.major(12340, Currency.getInstance(code))).hasToString("12.340");
    }

    @ParameterizedTest
    @ValueSource(strings = {"USD", "EUR", "GBP", "ISK", "UGX", "HUF", "TWD", "IQD", "LYD"})
    @DisplayName("every other currency counts in hundredths, with ISK and UGX among them, whatever ISO says")
    void twoDecimals(String code) {
        assertThat(SettledMoney.major(-12345, Currency.getInstance(code))).hasToString("-123.45");
    }

    @ParameterizedTest
    @CsvSource({"usd, USD", "USD, USD", "iSk, ISK"})
    @DisplayName("a code may be in any case")
    void code(String code, String currency) {
        assertThat(new SettledMoney().currency(code)).contains(Currency.getInstance(currency));
    }
}
