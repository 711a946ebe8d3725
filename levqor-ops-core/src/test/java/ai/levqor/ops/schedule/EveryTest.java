package ai.levqor.ops.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A job that is due every so often")
class EveryTest {

    @ParameterizedTest(name = "{0} after {1}: {2}")
    @CsvSource({
        "PT5M, 2026-03-29T00:59:59.999Z, 2026-03-29T01:00:00Z",
        "PT5M, 2026-03-29T01:00:00Z, 2026-03-29T01:05:00Z",
        "PT5M, 1970-01-01T00:00:00Z, 1970-01-01T00:05:00Z",
        "PT5M, 1969-12-31T23:59:59.999999999Z, 1970-01-01T00:00:00Z",
        "PT5M, 1969-12-31T23:55:00Z, 1970-01-01T00:00:00Z",
        "PT5M, 1969-12-31T23:54:59.999999999Z, 1969-12-31T23:55:00Z",
        "PT0.25S, 2026-01-01T00:00:00.000000001Z, 2026-01-01T00:00:00.25Z",
        "PT0.001S, 1969-12-31T23:59:59.9985Z, 1969-12-31T23:59:59.999Z",
        "PT7H, 1970-01-01T07:00:00Z, 1970-01-01T14:00:00Z",
        "PT8784H, 1970-01-01T00:00:00Z, 1971-01-02T00:00:00Z",
        "PT24H, +250000000-01-01T12:00:00Z, +250000000-01-02T00:00:00Z",
        "PT24H, -250000000-01-01T12:00:00Z, -250000000-01-02T00:00:00Z"
    })
    @DisplayName("is due at multiples of the period since 1970")
    void multiples(Duration period, Instant after, Instant next) {
        assertThat(new Every(period).next(after)).contains(next);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"PT0S", "PT-1S", "PT0.0009S", "PT0.0015S", "PT8784H0.001S"})
    @DisplayName("has a period that can be kept")
    void refused(Duration period) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Every(period))
                .withMessage("period must be in [1 ms, 366 d] and in whole milliseconds, was " + period);
    }

    @Test
    @DisplayName("a time of day has whole seconds")
    void wholeSeconds() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Daily(LocalTime.of(1, 0, 0, 1_000_000), ZoneOffset.UTC))
                .withMessage("time must be in whole seconds, was 01:00:00.001");
    }
}
