package ai.levqor.ops.simulation;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A workload is a rate over time")
class WorkloadTest {

    @Test
    @DisplayName("parts follow each other, and a repetition starts over")
    void parts() {
        var workload = Workload.steady(1, ofSeconds(2)).then(5, ofSeconds(1)).repeated(2);

        assertThat(workload.length()).isEqualTo(ofSeconds(6));
        assertThat(rates(workload)).containsExactly(1, 1, 5, 1, 1, 5);
    }

    @Test
    @DisplayName("a part keeps its own time")
    void partsKeepTheirTime() {
        var ramp = new Workload(ofSeconds(3), second -> second);

        assertThat(rates(ramp.then(ramp))).containsExactly(0, 1, 2, 0, 1, 2);
    }

    @Test
    @DisplayName("a day is low at midnight, high at noon, and between at six")
    void day() {
        var day = Workload.day(10, 30);

        assertThat(day.length()).isEqualTo(ofHours(24));
        assertThat(day.rateIn(0)).isEqualTo(10);
        assertThat(day.rateIn(ofHours(12).toSeconds())).isEqualTo(30);
        assertThat(day.rateIn(ofHours(6).toSeconds())).isCloseTo(20, within(1e-9));
        assertThat(day.rateIn(ofHours(18).toSeconds())).isCloseTo(20, within(1e-9));
    }

    @ParameterizedTest(name = "{0} ms")
    @ValueSource(longs = {0, -1000, 999, 1500})
    @DisplayName("a length is whole seconds, one or more")
    void length(long millis) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Workload.steady(1, ofMillis(millis)))
                .withMessage("length must be whole seconds and >= 1 s, was " + ofMillis(millis));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(doubles = {-0.1, 1.1e9, Double.NaN, Double.POSITIVE_INFINITY})
    @DisplayName("a rate that cannot be is refused with its second, when it is reached")
    void rate(double rate) {
        var workload = Workload.steady(1, ofMinutes(1)).then(rate, ofMinutes(1));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> workload.rateIn(60))
                .withMessageContaining("jobsPerSecond must be in [0, 1e9], was " + rate);
        assertThat(workload.rateIn(59)).isEqualTo(1);
    }

    @Test
    @DisplayName("no repetition is refused")
    void noRepetition() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Workload.steady(1, ofMinutes(1)).repeated(0))
                .withMessageContaining("was " + Duration.ZERO);
    }

    private static double[] rates(Workload workload) {
        return LongStream.range(0, workload.length().toSeconds())
                .mapToDouble(workload::rateIn)
                .toArray();
    }
}
