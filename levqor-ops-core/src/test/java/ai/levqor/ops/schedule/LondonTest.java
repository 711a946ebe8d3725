package ai.levqor.ops.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Both switches of a year are on the last Sundays of March and October, at 01:00 UTC: that is all these tests know. */
@DisplayName("Jobs while London's clocks are set")
class LondonTest {
    private static final String LONDON = "Europe/London";
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    static IntStream years() {
        return IntStream.rangeClosed(2020, 2037);
    }

    static Stream<Instant> switches() {
        return years().boxed().flatMap(year -> Stream.of(forward(year), back(year)));
    }

    @ParameterizedTest(name = "{0}, two days before: {1}")
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "00:05 UTC, \"2026-03-27T00:05:00Z 2026-03-28T00:05:00Z 2026-03-29T00:05:00Z 2026-03-30T00:05:00Z\"",
                "03:00 UTC, \"2026-03-27T03:00:00Z 2026-03-28T03:00:00Z 2026-03-29T03:00:00Z 2026-03-30T03:00:00Z\"",
                "09:00 Europe/London, \"2026-03-27T09:00:00Z 2026-03-28T09:00:00Z 2026-03-29T08:00:00Z 2026-03-30T08:00:00Z\"",
                "01:30 Europe/London, \"2026-03-27T01:30:00Z 2026-03-28T01:30:00Z 2026-03-29T01:00:00Z 2026-03-30T00:30:00Z\"",
                "SUN 01:30 Europe/London, \"2026-03-29T01:00:00Z 2026-04-05T00:30:00Z\"",
                "cron 30 1 * * * Europe/London, \"2026-03-27T01:30:00Z 2026-03-28T01:30:00Z 2026-03-29T01:00:00Z 2026-03-30T00:30:00Z\"",
                "MON 02:00 UTC, \"2026-03-30T02:00:00Z 2026-04-06T02:00:00Z\"",
                "MON 02:10 UTC, \"2026-03-30T02:10:00Z 2026-04-06T02:10:00Z\""
            })
    @DisplayName("in spring 2026 they are due at these instants")
    void spring(String text, String instants) {
        assertThat(fires(text, Instant.parse("2026-03-27T00:00:00Z"), count(instants)))
                .isEqualTo(instants(instants));
    }

    @ParameterizedTest(name = "{0}, two days before: {1}")
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "00:05 UTC, \"2026-10-23T00:05:00Z 2026-10-24T00:05:00Z 2026-10-25T00:05:00Z 2026-10-26T00:05:00Z\"",
                "03:00 UTC, \"2026-10-23T03:00:00Z 2026-10-24T03:00:00Z 2026-10-25T03:00:00Z 2026-10-26T03:00:00Z\"",
                "09:00 Europe/London, \"2026-10-23T08:00:00Z 2026-10-24T08:00:00Z 2026-10-25T09:00:00Z 2026-10-26T09:00:00Z\"",
                "01:30 Europe/London, \"2026-10-23T00:30:00Z 2026-10-24T00:30:00Z 2026-10-25T00:30:00Z 2026-10-26T01:30:00Z\"",
                "SUN 01:30 Europe/London, \"2026-10-25T00:30:00Z 2026-11-01T01:30:00Z\"",
                "cron 30 1 * * * Europe/London, \"2026-10-23T00:30:00Z 2026-10-24T00:30:00Z 2026-10-25T00:30:00Z 2026-10-26T01:30:00Z\"",
                "MON 02:00 UTC, \"2026-10-26T02:00:00Z 2026-11-02T02:00:00Z\"",
                "MON 02:10 UTC, \"2026-10-26T02:10:00Z 2026-11-02T02:10:00Z\""
            })
    @DisplayName("in autumn 2026 they are due at these instants")
    void autumn(String text, String instants) {
        assertThat(fires(text, Instant.parse("2026-10-23T00:00:00Z"), count(instants)))
                .isEqualTo(instants(instants));
    }

    @ParameterizedTest(name = "at {0}")
    @MethodSource("switches")
    @DisplayName("every five minutes, by the period or by cron, is every five minutes")
    void fiveMinutes(Instant clocksAreSet) {
        var start = clocksAreSet.minus(DAY);
        var expected = Stream.iterate(start, at -> at.plusSeconds(300))
                .skip(1)
                .limit(600)
                .toList();

        assertThat(fires("every 5m", start, 600)).isEqualTo(expected);
        assertThat(fires("cron */5 * * * * " + LONDON, start, 600)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "in {0}")
    @MethodSource("years")
    @DisplayName("a time in UTC does not mind")
    void utc(int year) {
        for (var clocksAreSet : List.of(forward(year), back(year))) {
            var sunday = clocksAreSet.truncatedTo(ChronoUnit.DAYS);

            assertThat(fires("00:05 UTC", sunday.minus(DAY), 4))
                    .isEqualTo(daily(sunday.minus(DAY).plusSeconds(300), 4));
            assertThat(fires("03:00 UTC", sunday.minus(DAY), 4))
                    .isEqualTo(daily(sunday.minus(DAY).plusSeconds(10_800), 4));
            assertThat(fires("MON 02:00 UTC", sunday, 2))
                    .containsExactly(
                            sunday.plusSeconds(93_600),
                            sunday.plusSeconds(93_600).plus(DAY.multipliedBy(7)));
            assertThat(fires("MON 02:10 UTC", sunday, 2))
                    .containsExactly(
                            sunday.plusSeconds(94_200),
                            sunday.plusSeconds(94_200).plus(DAY.multipliedBy(7)));
        }
    }

    @ParameterizedTest(name = "in {0}")
    @MethodSource("years")
    @DisplayName("a day to 09:00 has 23 hours once and 25 hours once")
    void nine(int year) {
        for (var text : List.of("09:00 " + LONDON, "cron 0 9 * * * " + LONDON)) {
            var spring = fires(text, forward(year).minus(DAY.multipliedBy(2)), 4);
            var autumn = fires(text, back(year).minus(DAY.multipliedBy(2)), 4);

            assertThat(spring.get(2)).isEqualTo(forward(year).plus(HOUR.multipliedBy(7)));
            assertThat(lengths(spring)).containsExactly(DAY, DAY.minus(HOUR), DAY);
            assertThat(autumn.get(2)).isEqualTo(back(year).plus(HOUR.multipliedBy(8)));
            assertThat(lengths(autumn)).containsExactly(DAY, DAY.plus(HOUR), DAY);
        }
    }

    @ParameterizedTest(name = "in {0}")
    @MethodSource("years")
    @DisplayName("01:30 is due at 02:00 where it does not exist, and where it comes twice the first time alone")
    void halfPastOne(int year) {
        var half = Duration.ofMinutes(30);
        for (var text : List.of("01:30 " + LONDON, "cron 30 1 * * * " + LONDON)) {
            var spring = forward(year);
            var autumn = back(year);

            assertThat(fires(text, spring.minus(DAY), 3))
                    .containsExactly(
                            spring.minus(DAY).plus(half),
                            spring,
                            spring.plus(DAY).minus(half));
            assertThat(fires(text, autumn.minus(DAY), 2))
                    .containsExactly(autumn.minus(half), autumn.plus(DAY).plus(half));
            assertThat(fires(text, autumn.minus(half), 1))
                    .containsExactly(autumn.plus(DAY).plus(half));
            assertThat(fires(text, autumn, 1)).containsExactly(autumn.plus(DAY).plus(half));
        }
    }

    @Test
    @DisplayName("all times of a gap are made up for by one fire, also beside the first time after it")
    void oneForTheGap() {
        var gap = Instant.parse("2026-03-29T01:00:00Z");

        assertThat(fires("cron 0,20,40 0-2 * * SUN " + LONDON, gap.minusSeconds(1_300), 4))
                .containsExactly(gap.minusSeconds(1_200), gap, gap.plusSeconds(1_200), gap.plusSeconds(2_400));
        assertThat(fires("02:00 " + LONDON, gap.minusSeconds(1), 2))
                .containsExactly(gap, Instant.parse("2026-03-30T01:00:00Z"));
    }

    @Test
    @DisplayName("a line for each hour runs in both passes of an overlap, and has no make-up after a gap")
    void eachHour() {
        assertThat(fires("cron 30 * * * * " + LONDON, Instant.parse("2026-10-24T23:00:00Z"), 4))
                .isEqualTo(instants(
                        "2026-10-24T23:30:00Z 2026-10-25T00:30:00Z 2026-10-25T01:30:00Z 2026-10-25T02:30:00Z"));
        assertThat(fires("cron 30 * * * * " + LONDON, Instant.parse("2026-03-28T23:00:00Z"), 3))
                .isEqualTo(instants("2026-03-28T23:30:00Z 2026-03-29T00:30:00Z 2026-03-29T01:30:00Z"));
        assertThat(fires("cron 30 1-23/2 * * * " + LONDON, Instant.parse("2026-10-25T00:00:00Z"), 3))
                .isEqualTo(instants("2026-10-25T00:30:00Z 2026-10-25T01:30:00Z 2026-10-25T03:30:00Z"));
    }

    @Test
    @DisplayName("a line that steps through the minutes of a certain hour runs in the first pass alone")
    void minutesOfAnHour() {
        assertThat(fires("cron */30 1 * * * " + LONDON, Instant.parse("2026-10-24T23:00:00Z"), 3))
                .isEqualTo(instants("2026-10-25T00:00:00Z 2026-10-25T00:30:00Z 2026-10-26T01:00:00Z"));
    }

    private static Instant forward(int year) {
        return lastSunday(year, Month.MARCH);
    }

    private static Instant back(int year) {
        return lastSunday(year, Month.OCTOBER);
    }

    private static Instant lastSunday(int year, Month month) {
        return LocalDate.of(year, month, 1)
                .with(TemporalAdjusters.lastInMonth(DayOfWeek.SUNDAY))
                .atTime(LocalTime.of(1, 0))
                .toInstant(ZoneOffset.UTC);
    }

    private static List<Instant> fires(String text, Instant after, int count) {
        return Fires.after(ScheduleText.parse(text), after, count);
    }

    private static List<Instant> daily(Instant first, int count) {
        return Stream.iterate(first, at -> at.plus(DAY)).limit(count).toList();
    }

    private static List<Duration> lengths(List<Instant> fires) {
        var lengths = new ArrayList<Duration>();
        for (var i = 1; i < fires.size(); i++) {
            lengths.add(Duration.between(fires.get(i - 1), fires.get(i)));
        }
        return lengths;
    }

    private static List<Instant> instants(String spaced) {
        return Stream.of(spaced.split(" ")).map(Instant::parse).toList();
    }

    private static int count(String spaced) {
        return instants(spaced).size();
    }

    @Test
    @DisplayName("the switches are those of the rules that this machine has")
    void rules() {
        var rules = ZoneId.of(LONDON).getRules();

        assertThat(switches())
                .allSatisfy(
                        at -> assertThat(rules.nextTransition(at.minusNanos(1)).getInstant())
                                .isEqualTo(at));
    }
}
