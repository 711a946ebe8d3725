package ai.levqor.ops.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LongTestsTest {
    @ParameterizedTest
    @CsvSource({"60, 100, 60", "60, 20, 12", "60, 1, 1", "60, 1000, 600"})
    @DisplayName("a long test does the share of its full number that is asked for, and never nothing")
    void share(int full, String percent, int expected) {
        assertThat(LongTests.times(full, percent)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-5", "20%", "0.5", "100000"})
    @DisplayName("a share that is none is a mistake rather than a test that proves nothing")
    void noShare(String percent) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LongTests.times(60, percent))
                .withMessageStartingWith("LEVQOR_LONG_TESTS must be a percentage");
    }
}
