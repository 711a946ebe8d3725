package ai.levqor.ops.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The text of a schedule")
class ScheduleTextTest {
    private static final ZoneId LONDON = ZoneId.of("Europe/London");
    private static final ZoneId UTC = ZoneId.of("UTC");

    @Test
    @DisplayName("is read as a time of each day")
    void daily() {
        assertThat(ScheduleText.parse("00:05 UTC")).isEqualTo(new Daily(LocalTime.of(0, 5), UTC));
        assertThat(ScheduleText.parse(" 09:00:30   Europe/London "))
                .isEqualTo(new Daily(LocalTime.of(9, 0, 30), LONDON));
        assertThat(ScheduleText.parse("23:59:59 +01:00"))
                .isEqualTo(new Daily(LocalTime.of(23, 59, 59), ZoneOffset.ofHours(1)));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"MON 02:10 UTC", "mon 02:10 UTC", "Monday 02:10 UTC", "MONDAY 02:10:00 UTC"})
    @DisplayName("is read as a day of each week")
    void weekly(String text) {
        assertThat(ScheduleText.parse(text)).isEqualTo(new Weekly(DayOfWeek.MONDAY, LocalTime.of(2, 10), UTC));
    }

    @ParameterizedTest(name = "{0} is {1}, written {2}")
    @CsvSource({
        "every 5m, PT5M, every 5m",
        "every 90s, PT1M30S, every 90s",
        "every 1h, PT1H, every 1h",
        "every 1d, PT24H, every 1d",
        "every 250ms, PT0.25S, every 250ms",
        "EVERY 60m, PT1H, every 1h",
        "every 366d, PT8784H, every 366d"
    })
    @DisplayName("is read as a period, and written in its longest unit")
    void every(String text, Duration period, String written) {
        assertThat(ScheduleText.parse(text)).isEqualTo(new Every(period));
        assertThat(new Every(period).text()).isEqualTo(written);
    }

    @Test
    @DisplayName("is read as a line of cron")
    void cron() {
        assertThat(ScheduleText.parse("Cron 0 9 * * mon-fri Europe/London"))
                .isEqualTo(new Cron("0 9 * * MON-FRI", LONDON));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            value = {
                "00:05 UTC",
                "09:00:30 Europe/London",
                "MON 02:10 UTC",
                "every 250ms",
                "cron 0 9 * * MON-FRI Europe/London"
            })
    @DisplayName("that is written as it should be is given back")
    void same(String text) {
        assertThat(ScheduleText.parse(text).text()).isEqualTo(text);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = ';',
            value = {
                "''; a schedule must be HH:MM ZONE, DAY HH:MM ZONE, every PERIOD or cron FIVE FIELDS ZONE, was \"\"",
                "off; a schedule must be HH:MM ZONE, DAY HH:MM ZONE, every PERIOD or cron FIVE FIELDS ZONE, was \"off\"",
                "09:00; a schedule must be HH:MM ZONE, DAY HH:MM ZONE, every PERIOD or cron FIVE FIELDS ZONE, was \"09:00\"",
                "every; a schedule must be HH:MM ZONE, DAY HH:MM ZONE, every PERIOD or cron FIVE FIELDS ZONE, was \"every\"",
                "9:00 UTC; the time must be HH:MM or HH:MM:SS, from 00:00 to 23:59:59, was \"9:00\"",
                "24:00 UTC; the time must be HH:MM or HH:MM:SS, from 00:00 to 23:59:59, was \"24:00\"",
                "09:00:60 UTC; the time must be HH:MM or HH:MM:SS, from 00:00 to 23:59:59, was \"09:00:60\"",
                "09:00 London; the zone must be UTC or a name of the time zone database, such as Europe/London, in its case, was \"London\"",
                "09:00 europe/london; the zone must be UTC or a name of the time zone database, such as Europe/London, in its case, was \"europe/london\"",
                "09:00 +25:00; the zone must be UTC or a name of the time zone database, such as Europe/London, in its case, was \"+25:00\"",
                "MO 09:00 UTC; the day must be MON, TUE, WED, THU, FRI, SAT or SUN, was \"MO\"",
                "every 5; the period must be a whole number of ms, s, m, h or d, was \"5\"",
                "every 1.5h; the period must be a whole number of ms, s, m, h or d, was \"1.5h\"",
                "every 5M; the period must be a whole number of ms, s, m, h or d, was \"5M\"",
                "every 999999999999d; the period must be a whole number of ms, s, m, h or d, was \"999999999999d\"",
                "cron 0 9 * * *; what follows cron must be five fields and a zone, was \"cron 0 9 * * *\""
            })
    @DisplayName("that is wrong is refused with what is wrong, and with examples")
    void refused(String text, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ScheduleText.parse(text))
                .withMessage(
                        message
                                + "; examples are 00:05 UTC, MON 02:00 Europe/London, every 5m, cron 0 9 * * MON-FRI Europe/London");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = ';',
            value = {
                "every 0s; period must be in [1 ms, 366 d] and in whole milliseconds, was PT0S",
                "every 367d; period must be in [1 ms, 366 d] and in whole milliseconds, was PT8808H",
                "every 99999999999d; period must be in [1 ms, 366 d] and in whole milliseconds, was PT2399999999976H"
            })
    @DisplayName("of a period that cannot be kept is refused")
    void period(String text, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ScheduleText.parse(text))
                .withMessage(message);
    }
}
