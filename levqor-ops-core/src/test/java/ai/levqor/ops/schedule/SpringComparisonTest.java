package ai.levqor.ops.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.scheduling.support.CronExpression;

/**
 * Spring leaves out what falls into a gap and repeats what falls into an overlap, also for a certain hour. It loses
 * its way in an overlap of half an hour, where it may stand still, so Lord Howe is not compared; nor are steps of weekdays,
 * which it counts from Monday and crontab from Sunday.
 */
@DisplayName("Lines of cron beside Spring's, from 2020 to 2037")
class SpringComparisonTest {
    private static final Instant START = Instant.parse("2020-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("2038-01-01T00:00:00Z");
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final List<String> ZONES =
            List.of("UTC", "Europe/London", "America/New_York", "Africa/Cairo", "Asia/Kolkata");

    static Stream<List<String>> hoursNamed() {
        return pairs(
                "5 0 * * *",
                "30 1 * * *",
                "15,45 1-2 * * *",
                "0 9 * * MON-FRI",
                "10 2 * * MON",
                "0 2 * * SUN",
                "0 0 1 * *",
                "0 0 29 2 *",
                "59 23 31 12 *",
                "*/20 0,2 * * 0-2",
                "0 3 28-31 * *");
    }

    static Stream<List<String>> hoursOpen() {
        return pairs("30 * * * *", "0 */2 * * *", "15 1-23/3 * * SAT,SUN", "0,45 */6 1-7 JAN-MAR *");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hoursNamed")
    @DisplayName("a line for certain hours differs at gaps and overlaps alone, and there by the rule")
    void certainHours(List<String> lineAndZone) {
        var line = CronExpression.parse("0 " + lineAndZone.get(0));
        var zone = ZoneId.of(lineAndZone.get(1));
        var expected = spring(line, zone, START, END);

        for (var at = zone.getRules().nextTransition(START);
                at != null && at.getInstant().isBefore(END);
                at = zone.getRules().nextTransition(at.getInstant())) {
            if (at.isOverlap()) {
                secondPass(line, at).forEach(expected::remove);
            } else if (!spring(line, UTC, utc(at.getDateTimeBefore(), -1), utc(at.getDateTimeAfter(), -1))
                    .isEmpty()) {
                expected.add(at.getInstant());
            }
        }

        assertThat(Fires.between(new Cron(lineAndZone.get(0), zone), START, END))
                .isEqualTo(List.copyOf(expected));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hoursOpen")
    @DisplayName("a line for each hour, or with a step in its hours, never differs")
    void eachHour(List<String> lineAndZone) {
        var zone = ZoneId.of(lineAndZone.get(1));

        assertThat(Fires.between(new Cron(lineAndZone.get(0), zone), START, END))
                .isEqualTo(List.copyOf(spring(CronExpression.parse("0 " + lineAndZone.get(0)), zone, START, END)));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"Europe/London", "America/New_York", "Africa/Cairo"})
    @DisplayName("every five minutes never differs, two days around each switch")
    void fiveMinutes(String id) {
        var zone = ZoneId.of(id);
        var line = "*/5 * * * *";

        for (var at = zone.getRules().nextTransition(START);
                at != null && at.getInstant().isBefore(END);
                at = zone.getRules().nextTransition(at.getInstant())) {
            var from = at.getInstant().minus(Duration.ofDays(1));
            var to = at.getInstant().plus(Duration.ofDays(1));
            assertThat(Fires.between(new Cron(line, zone), from, to))
                    .isEqualTo(List.copyOf(spring(CronExpression.parse("0 " + line), zone, from, to)));
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"0 9 13 * FRI", "30 4 1,15 * 5", "0 0 29 2 MON", "0 12 1-7 JUN SUN-MON"})
    @DisplayName("where both days are restricted, either is enough, and Spring wants both")
    void eitherDay(String line) {
        var fields = List.of(line.split(" "));
        var timeOfDay = "0 " + fields.get(0) + " " + fields.get(1) + " ";
        var expected =
                spring(CronExpression.parse(timeOfDay + fields.get(2) + " " + fields.get(3) + " *"), UTC, START, END);
        expected.addAll(
                spring(CronExpression.parse(timeOfDay + "* " + fields.get(3) + " " + fields.get(4)), UTC, START, END));

        assertThat(Fires.between(new Cron(line, UTC), START, END)).isEqualTo(List.copyOf(expected));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"0 9 */2 * MON", "0 9 */3 FEB SAT,SUN", "0 0 */31 * 1-5"})
    @DisplayName("where a day field begins with *, both must match, as with Spring")
    void bothDays(String line) {
        assertThat(Fires.between(new Cron(line, UTC), START, END))
                .isEqualTo(List.copyOf(spring(CronExpression.parse("0 " + line), UTC, START, END)));
    }

    private static List<Instant> secondPass(CronExpression line, ZoneOffsetTransition overlap) {
        return spring(line, UTC, utc(overlap.getDateTimeAfter(), -1), utc(overlap.getDateTimeBefore(), -1)).stream()
                .map(local -> local.atZone(UTC).toLocalDateTime().toInstant(overlap.getOffsetAfter()))
                .toList();
    }

    private static Instant utc(LocalDateTime local, int nanos) {
        return local.plusNanos(nanos).toInstant(ZoneOffset.UTC);
    }

    private static NavigableSet<Instant> spring(CronExpression line, ZoneId zone, Instant after, Instant until) {
        var fires = new TreeSet<Instant>();
        for (var at = line.next(after.atZone(zone));
                at != null && !at.toInstant().isAfter(until);
                at = line.next(at)) {
            if (!fires.add(at.toInstant())) {
                throw new AssertionError("Spring stands still at " + at);
            }
        }
        return fires;
    }

    private static Stream<List<String>> pairs(String... lines) {
        return Stream.of(lines).flatMap(line -> ZONES.stream().map(zone -> List.of(line, zone)));
    }
}
