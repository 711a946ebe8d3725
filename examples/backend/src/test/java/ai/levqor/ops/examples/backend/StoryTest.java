package ai.levqor.ops.examples.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoryTest {

    private final Story story = new Story();

    @ParameterizedTest(name = "at {0} s: {1} requests/s")
    @CsvSource({
        "0, 5",
        "18, 5",
        "23, 67.5",
        "28, 130",
        "50, 130",
        "68, 130",
        "73, 67.5",
        "78, 0",
        "149.999, 0",
        "150, 5"
    })
    @DisplayName("quiet, a crowd that comes within ten seconds, a minute without anybody, and quiet again")
    void oneRound(double seconds, double rate) {
        assertThat(story.ratePerSecond(after(seconds))).isCloseTo(rate, within(1e-9));
    }

    @ParameterizedTest(name = "at {0} s")
    @CsvSource({"180, 0", "215, 35", "100000060, 160"})
    @DisplayName("it starts again and again")
    void rounds(double later, double same) {
        assertThat(story.ratePerSecond(after(later))).isEqualTo(story.ratePerSecond(after(same)));
    }

    @ParameterizedTest(name = "order {0} at {1} s: {2}")
    @CsvSource({
        "2, 0, false",
        "2, 69.999, false",
        "2, 70, true",
        "3, 70, false",
        "2, 74.999, true",
        "2, 75, false",
        "2, 250, true",
        "1500, 0, true",
        "1501, 74, false",
        "3000, 170, true"
    })
    @DisplayName("every second order fails while the provider is away, and a poison order always")
    void failures(long order, double seconds, boolean fails) {
        assertThat(story.fails(order, after(seconds))).isEqualTo(fails);
    }

    private static Duration after(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1e3));
    }
}
