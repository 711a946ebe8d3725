package ai.levqor.ops.simulation;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A trace is what somebody counted")
class TraceTest {

    @Test
    @DisplayName("lines of epoch_s,arrivals become bins; header, blank lines and spaces are passed over")
    void parse() {
        var trace = Trace.parse("shop", Stream.of("epoch_s,arrivals", "", "600, 30", " 660,90 ", "720,1.5", ""));

        assertThat(trace.bin()).isEqualTo(ofSeconds(60));
        assertThat(trace.bins()).isEqualTo(3);
        assertThat(trace).hasToString("shop: 3 bins of 60 s");
    }

    @Test
    @DisplayName("the load as counted: each bin's rate, the same all through it")
    void asCounted() {
        var workload = Trace.parse("shop", Stream.of("0,20", "10,50")).workload();

        assertThat(workload.length()).isEqualTo(ofSeconds(20));
        assertThat(workload.rateIn(0)).isEqualTo(2);
        assertThat(workload.rateIn(9)).isEqualTo(2);
        assertThat(workload.rateIn(10)).isEqualTo(5);
    }

    @Test
    @DisplayName("the load at another size: 99.9 % of the bins at or below the high rate, none above the most")
    void atAnotherSize() {
        var lines = IntStream.rangeClosed(1, 1_000).mapToObj(i -> i * 60 + "," + (i == 1_000 ? 100_000 : i));

        var workload = Trace.parse("shop", lines).workload(200, 360);

        assertThat(workload.rateIn(998 * 60)).isEqualTo(200);
        assertThat(workload.rateIn(999 * 60)).isEqualTo(360);
        assertThat(workload.rateIn(0)).isEqualTo(200.0 / 999);
    }

    @Test
    @DisplayName("a trace of empty bins has no shape")
    void empty() {
        var trace = Trace.parse("shop", Stream.of("0,0", "60,0"));

        assertThat(trace.workload().rateIn(0)).isZero();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> trace.workload(200, 360))
                .withMessage("shop cannot be scaled: 99.9 % of its bins are empty");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
                    0                 | shop line 3: must be epoch_s,arrivals, was '0'
                    0,x               | shop line 3: must be two numbers, epoch_s,arrivals, was '0,x'
                    180,              | shop line 3: must be two numbers, epoch_s,arrivals, was '180,'
                    180,1,2           | shop line 3: must be two numbers, epoch_s,arrivals, was '180,1,2'
                    180,NaN           | shop line 3: numbers must be finite, was '180,NaN'
                    180,-1            | shop line 3: arrivals must be >= 0, was '180,-1'
                    180.5,1           | shop line 3: epoch_s must be whole seconds, was '180.5,1'
                    240,1             | shop line 3: epoch_s must be 180, was '240,1'
                    120,1             | shop line 3: epoch_s must be 180, was '120,1'
                    epoch_s,arrivals  | shop line 3: must be two numbers, epoch_s,arrivals, was 'epoch_s,arrivals'
                    """)
    @DisplayName("a wrong line is named, with its rule and what it was")
    void wrongLine(String line, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Trace.parse("shop", Stream.of("60,1", "120,1", line)))
                .withMessage(message);
    }

    @Test
    @DisplayName("time must go forward from the first bin to the second")
    void forward() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Trace.parse("shop", Stream.of("60,1", "60,1")))
                .withMessage("shop line 2: epoch_s must rise, was '60,1'");
    }

    @Test
    @DisplayName("one bin has no length")
    void oneBin() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Trace.parse("shop", Stream.of("epoch_s,arrivals", "60,1")))
                .withMessage("shop must have 2 bins or more, has 1");
    }
}
