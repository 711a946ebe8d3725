package ai.levqor.ops.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("What is due")
class DueTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Schedule HOURLY = new Every(Duration.ofHours(1));
    private static final Schedule FIVE_MINUTES = new Every(Duration.ofMinutes(5));
    private static final Duration GRACE = Duration.ofMinutes(10);

    @Test
    @DisplayName("nothing, if the first fire is not yet")
    void nothing() {
        var due = Due.of(HOURLY, NOON, NOON.plusSeconds(3_599), GRACE);

        assertThat(due).isEqualTo(new Due(Optional.empty(), List.of(), 0));
    }

    @ParameterizedTest(name = "up to {0}")
    @CsvSource({"2026-03-01T12:00:00Z", "2026-03-01T11:00:00Z", "-1000000000-01-01T00:00:00Z"})
    @DisplayName("nothing, if there is no time between")
    void noTime(Instant now) {
        assertThat(Due.of(HOURLY, NOON, now, GRACE)).isEqualTo(new Due(Optional.empty(), List.of(), 0));
    }

    @ParameterizedTest(name = "{0} after the fire, with a grace of {1}: {2}")
    @CsvSource({
        "PT0S, PT0S, true",
        "PT0.000000001S, PT0S, false",
        "PT10M, PT10M, true",
        "PT10M0.000000001S, PT10M, false",
        "PT59M, PT1H, true",
        "PT59M, PT10000000H, true"
    })
    @DisplayName("a fire that is as late as the grace runs, one that is later was missed")
    void grace(Duration late, Duration grace, boolean runs) {
        var due = Due.of(HOURLY, NOON.minusSeconds(1), NOON.plus(late), grace);

        assertThat(due.run().isPresent()).isEqualTo(runs);
        assertThat(due.missed()).isEqualTo(runs ? List.of() : List.of(NOON));
        assertThat(due.more()).isZero();
    }

    @Test
    @DisplayName("the newest runs alone, and those before it were missed, oldest first")
    void newest() {
        var due = Due.of(HOURLY, NOON.minus(Duration.ofHours(3)), NOON.plusSeconds(5), GRACE);

        assertThat(due.run()).contains(NOON);
        assertThat(due.missed()).containsExactly(NOON.minusSeconds(7_200), NOON.minusSeconds(3_600));
        assertThat(due.more()).isZero();
    }

    @ParameterizedTest(name = "{0} fires, grace {1}: {2} named and {3} more")
    @CsvSource({
        "10, PT0S, 10, 0",
        "11, PT0S, 10, 1",
        "11, PT1M, 10, 0",
        "12, PT1M, 10, 1",
        "1010, PT0S, 10, 1000",
        "1011, PT0S, 10, 1000",
        "1011, PT1M, 10, 1000",
        "1012, PT1M, 10, 1000"
    })
    @DisplayName("ten are named and a thousand more counted")
    void counted(int fires, Duration grace, int named, int more) {
        var due = Due.of(FIVE_MINUTES, NOON.minus(Duration.ofMinutes(5L * fires)), NOON.plusSeconds(1), grace);

        assertThat(due.run().isPresent()).isEqualTo(!grace.isZero());
        assertThat(due.missed()).hasSize(named).isSorted();
        assertThat(due.more()).isEqualTo(more);
    }

    @Test
    @DisplayName("a year of five minutes is told from its end")
    void year() {
        var due = Due.of(FIVE_MINUTES, NOON.minus(Duration.ofDays(365)), NOON.plusSeconds(2), GRACE);

        var named = IntStream.rangeClosed(1, 10)
                .mapToObj(n -> NOON.minus(Duration.ofMinutes(5L * (11 - n))))
                .toList();
        assertThat(due).isEqualTo(new Due(Optional.of(NOON), named, 1_000));
    }

    @Test
    @DisplayName("so is all time in milliseconds")
    void allTime() {
        var due = Due.of(new Every(Duration.ofMillis(1)), Instant.MIN, NOON, Duration.ZERO);

        assertThat(due.run()).contains(NOON);
        assertThat(due.missed().get(0)).isEqualTo(NOON.minusMillis(10));
        assertThat(due.more()).isEqualTo(1_000);
    }

    @Test
    @DisplayName("a line with a crowd of fires far before is told from its end too")
    void crowd() {
        var schedule = ScheduleText.parse("cron * * * 1 * UTC");

        var due = Due.of(schedule, NOON.minus(Duration.ofDays(800)), NOON, GRACE);

        assertThat(due.run()).isEmpty();
        assertThat(due.missed())
                .startsWith(Instant.parse("2026-01-31T23:50:00Z"))
                .endsWith(Instant.parse("2026-01-31T23:59:00Z"))
                .hasSize(10);
        assertThat(due.more()).isEqualTo(1_000);
    }

    @Test
    @DisplayName("a grace is not negative")
    void negative() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Due.of(HOURLY, NOON, NOON, Duration.ofNanos(-1)))
                .withMessage("grace must be >= 0, was PT-0.000000001S");
    }
}
