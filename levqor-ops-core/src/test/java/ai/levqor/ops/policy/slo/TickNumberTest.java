package ai.levqor.ops.policy.slo;

import static ai.levqor.ops.policy.slo.SloObservation.tickAt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The number of a tick")
class TickNumberTest {
    private static final Duration EVERY = Duration.ofMinutes(5);

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "1970-01-01T00:00:00Z, 0",
        "1970-01-01T00:02:29.999999999Z, 0",
        "1970-01-01T00:02:30Z, 1",
        "1970-01-01T00:04:40Z, 1",
        "1970-01-01T00:05:20Z, 1",
        "1970-01-01T00:07:29.999999999Z, 1",
        "1969-12-31T23:57:30Z, 0",
        "1969-12-31T23:57:29.999999999Z, -1",
        "1969-12-31T23:52:30Z, -1",
        "1969-12-31T23:50:00Z, -2",
        "2026-03-01T12:00:00Z, 5907888",
        "2026-03-01T11:59:40Z, 5907888",
        "2026-03-01T12:00:20Z, 5907888"
    })
    @DisplayName("it is that of the nearest multiple, half way up")
    void nearest(Instant at, long tick) {
        assertThat(tickAt(at, EVERY)).isEqualTo(tick);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"-1000000000-01-01T00:00:00Z", "+1000000000-12-31T23:59:59.999999999Z"})
    @DisplayName("it reaches to both ends of time")
    void endsOfTime(Instant end) {
        var tick = tickAt(end, EVERY);

        assertThat(Duration.between(Instant.EPOCH, end)
                        .minus(EVERY.multipliedBy(tick))
                        .abs())
                .isLessThanOrEqualTo(EVERY.dividedBy(2));
        assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> tickAt(end, Duration.ofNanos(1)));
    }

    @Property
    @Label("due times off by up to 20 s keep their numbers, none skipped and none merged")
    void jitter(
            @ForAll @LongRange(min = -10_000_000, max = 10_000_000) long tick,
            @ForAll @LongRange(min = -20_000, max = 20_000) long early,
            @ForAll @LongRange(min = -20_000, max = 20_000) long late) {
        var due = Instant.EPOCH.plus(EVERY.multipliedBy(tick));

        assertThat(tickAt(due.plusMillis(early), EVERY)).isEqualTo(tick);
        assertThat(tickAt(due.plus(EVERY).plusMillis(late), EVERY)).isEqualTo(tick + 1);
    }

    @Test
    @DisplayName("it does not mind an odd time between ticks")
    void oddEvery() {
        var three = Duration.ofNanos(3);

        assertThat(tickAt(Instant.EPOCH.minusNanos(2), three)).isEqualTo(-1);
        assertThat(tickAt(Instant.EPOCH.minusNanos(1), three)).isZero();
        assertThat(tickAt(Instant.EPOCH.plusNanos(1), three)).isZero();
        assertThat(tickAt(Instant.EPOCH.plusNanos(2), three)).isEqualTo(1);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"PT0S", "PT-1S"})
    @DisplayName("no time between ticks is refused")
    void refused(Duration every) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tickAt(Instant.EPOCH, every))
                .withMessage("every must be > 0, was " + every);
    }
}
