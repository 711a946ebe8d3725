package ai.levqor.ops.policy.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("How fast a redrive may go")
class RedriveRateTest {
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    @ParameterizedTest(name = "{0} a second, {1} a batch, {2} late")
    @CsvSource({
        "500, 100, PT0S",
        "500, 500, PT0S",
        "500, 1, PT0S",
        "500, 500, PT0.001S",
        "500, 500, PT0.007S",
        "500, 1, PT0.04S",
        "500, 500, PT0.19S",
        "5000, 500, PT0.02S",
        "33.3, 100, PT0.01S",
        "10000, 1000, PT0.05S"
    })
    @DisplayName("ten seconds move ten seconds' worth within 2 %, even if each wait is late")
    void keepsItsRate(double perSecond, int batch, Duration late) {
        assertThat(moved(RedriveRate.of(perSecond), batch, late))
                .isCloseTo((long) (perSecond * 10), Percentage.withPercentage(2));
    }

    @ParameterizedTest(name = "after {0}")
    @CsvSource({
        "PT1S, 125",
        "PT1M, 125",
        "PT1000H, 125",
        "PT0.25S, 125",
        "PT0.1S, 50",
        "PT0.05S, 25",
        "PT0S, 0",
        "PT-1H, 0"
    })
    @DisplayName("a redrive that stood still makes up for a quarter of a second at most")
    void noBurst(Duration stall, double tokens) {
        assertThat(RedriveRate.of(500).refilled(0, stall)).isCloseTo(tokens, within(1e-9));
        assertThat(RedriveRate.of(500).refilled(125, stall)).isEqualTo(125);
    }

    @ParameterizedTest(name = "{0} tokens, {1} jobs: {2}")
    @CsvSource({
        "0,    1,    PT0.002S",
        "0,    24,   PT0.048S",
        "0,    25,   PT0.05S",
        "0,    1000, PT0.05S",
        "24,   50,   PT0.002S",
        "24.5, 1000, PT0.001S",
        "25,   50,   PT0S",
        "50,   1000, PT0S",
        "1,    1,    PT0S",
        "0,    0,    PT0S"
    })
    @DisplayName("one waits for the tokens of the jobs, or of a twentieth of a second if they are more than that")
    void until(double tokens, int jobs, Duration wait) {
        assertThat(RedriveRate.of(500).until(tokens, jobs)).isEqualTo(wait);
    }

    @Test
    @DisplayName("a rate below four a second still holds one whole token")
    void slow() {
        var slow = RedriveRate.of(0.5);

        assertThat(slow.until(0, 10)).isEqualTo(Duration.ofSeconds(2));
        assertThat(slow.refilled(0, Duration.ofSeconds(2))).isEqualTo(1);
        assertThat(slow.refilled(0, Duration.ofHours(1))).isEqualTo(1);
        assertThat(RedriveRate.of(4).refilled(0, Duration.ofHours(1))).isEqualTo(1);
        assertThat(RedriveRate.of(8).refilled(0, Duration.ofHours(1))).isEqualTo(2);
    }

    @Test
    @DisplayName("after the wait there are enough tokens")
    void waitIsEnough() {
        for (var perSecond = 1; perSecond < 5_000; perSecond += 7) {
            var rate = RedriveRate.of(perSecond);
            var tokens = rate.refilled(0, rate.until(0, 100));

            assertThat(tokens).isCloseTo(Math.min(100, Math.max(1, perSecond / 20.0)), within(1e-5));
        }
    }

    @Test
    @DisplayName("unlimited never waits")
    void unlimited() {
        assertThat(RedriveRate.UNLIMITED.until(0, Integer.MAX_VALUE)).isZero();
        assertThat(RedriveRate.UNLIMITED.refilled(0, Duration.ZERO)).isGreaterThan(Integer.MAX_VALUE);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY, Double.MAX_VALUE})
    @DisplayName("a rate is above zero and finite")
    void refused(double perSecond) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedriveRate.of(perSecond))
                .withMessage("perSecond must be > 0 and finite, was " + perSecond);
    }

    /** Jobs moved in ten seconds of virtual time, by a mover that waits as told and wakes up late. */
    private static long moved(RedriveRate rate, int batch, Duration late) {
        var moved = 0L;
        var tokens = 0.0;
        for (var now = Duration.ZERO; now.compareTo(TEN_SECONDS) <= 0; ) {
            var wait = rate.until(tokens, batch);
            if (wait.isZero()) {
                var jobs = (int) Math.min(batch, Math.max(1, tokens));
                moved += jobs;
                tokens -= jobs;
            } else {
                var passed = wait.plus(late);
                tokens = rate.refilled(tokens, passed);
                now = now.plus(passed);
            }
        }
        return moved;
    }
}
