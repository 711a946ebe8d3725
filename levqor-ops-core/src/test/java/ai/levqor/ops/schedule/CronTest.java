package ai.levqor.ops.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.ZoneId;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A line of crontab")
class CronTest {
    private static final ZoneId UTC = ZoneId.of("UTC");

    /** A Thursday. */
    private static final Instant NEW_YEAR = Instant.parse("2026-01-01T00:00:00Z");

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = ':',
            quoteCharacter = '"',
            value = {
                "* * * * *:\"2026-01-01T00:01:00Z 2026-01-01T00:02:00Z\"",
                "58-59,0 23 * * *:\"2026-01-01T23:00:00Z 2026-01-01T23:58:00Z 2026-01-01T23:59:00Z\"",
                "7-59/20 0-9/8 * * *:\"2026-01-01T00:07:00Z 2026-01-01T00:27:00Z 2026-01-01T00:47:00Z 2026-01-01T08:07:00Z\"",
                "0 0 31 * *:\"2026-01-31T00:00:00Z 2026-03-31T00:00:00Z 2026-05-31T00:00:00Z\"",
                "0 0 1 feb,DEC *:\"2026-02-01T00:00:00Z 2026-12-01T00:00:00Z\"",
                "0 0 29 2 *:\"2028-02-29T00:00:00Z 2032-02-29T00:00:00Z\"",
                "0 0 * * sun:\"2026-01-04T00:00:00Z 2026-01-11T00:00:00Z\"",
                "0 0 * * 0:\"2026-01-04T00:00:00Z 2026-01-11T00:00:00Z\"",
                "0 0 * * 7:\"2026-01-04T00:00:00Z 2026-01-11T00:00:00Z\"",
                "0 0 * * FRI-SUN:\"2026-01-02T00:00:00Z 2026-01-03T00:00:00Z 2026-01-04T00:00:00Z 2026-01-09T00:00:00Z\"",
                "0 0 * * SUN-MON:\"2026-01-04T00:00:00Z 2026-01-05T00:00:00Z 2026-01-11T00:00:00Z\"",
                "0 0 * * 5-7/2:\"2026-01-02T00:00:00Z 2026-01-04T00:00:00Z 2026-01-09T00:00:00Z\"",
                "0 0 * * */3:\"2026-01-03T00:00:00Z 2026-01-04T00:00:00Z 2026-01-07T00:00:00Z 2026-01-10T00:00:00Z\"",
                "0 9 13 * FRI:\"2026-01-02T09:00:00Z 2026-01-09T09:00:00Z 2026-01-13T09:00:00Z 2026-01-16T09:00:00Z\"",
                "0 0 29 2 */7:\"2032-02-29T00:00:00Z 2060-02-29T00:00:00Z 2088-02-29T00:00:00Z 2128-02-29T00:00:00Z\""
            })
    @DisplayName("is due at these instants")
    void due(String line, String instants) {
        var expected = Stream.of(instants.split(" ")).map(Instant::parse).toList();

        assertThat(Fires.after(new Cron(line, UTC), NEW_YEAR, expected.size())).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {"0 0 30 2 *", "*/5 * 30,31 2 *", "0 0 31 2,4,6,9,11 *", "0 0 31 APR */2", "0 9 30-31 FEB *"})
    @DisplayName("for a day that no month has is never due")
    void never(String line) {
        assertThat(new Cron(line, ZoneId.of("Europe/London")).next(NEW_YEAR)).isEmpty();
    }

    @Test
    @DisplayName("for a day that no month has is due on the weekday it names")
    void everyMonday() {
        assertThat(new Cron("0 0 30 2 MON", UTC).next(NEW_YEAR)).contains(Instant.parse("2026-02-02T00:00:00Z"));
    }

    @Test
    @DisplayName("is the same in any case and with any space")
    void tidy() {
        var cron = new Cron("  0 9\t*  * mon-Fri ", UTC);

        assertThat(cron)
                .isEqualTo(new Cron("0 9 * * MON-FRI", UTC))
                .hasSameHashCodeAs(new Cron("0 9 * * MON-FRI", UTC));
        assertThat(cron.expression()).isEqualTo("0 9 * * MON-FRI");
        assertThat(cron).hasToString("Cron[expression=0 9 * * MON-FRI, zone=UTC]");
        assertThat(cron).isNotEqualTo(new Cron("0 9 * * MON-FRI", ZoneId.of("Europe/London")));
        assertThat(cron).isNotEqualTo(new Cron("0 9 * * 1-5", UTC));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = ';',
            value = {
                "''; has 5 fields",
                "* * * *; has 5 fields, minute, hour, day of month, month, day of week, and not 4",
                "0 * * * * *; and not 6",
                "@DAILY; and not 1",
                "60 * * * *; Value 60 not in range [0, 59]",
                "0 24 * * *; Value 24 not in range [0, 23]",
                "0 0 0 * *; Value 0 not in range [1, 31]",
                "0 0 * 13 *; Value 13 not in range [1, 12]",
                "0 0 * * 8; Value 8 not in range [0, 7]",
                "*/0 * * * *; Period 0 not in range [0, 59]",
                "9-1 * * * *; Invalid range! [9,1]",
                "0 0 * * FRI-MON; Invalid range! [5,1]",
                "0 0 * FOO *; FOO",
                "MON 0 * * *; MON",
                "5/15 * * * *; steps */5 or 1-9/2 after * or a range, in lists, and not 5/15",
                "*/5/5 * * * *; and not */5/5",
                "1-9/2/3 * * * *; and not 1-9/2/3",
                "1,,2 * * * *; and not 1,,2",
                "1, * * * *; and not 1,",
                "-1 * * * *; and not -1",
                "0|1 * * * *; and not 0|1",
                "0 0 L * *; and not L",
                "0 0 1W * *; and not 1W",
                "0 0 ? * *; and not ?",
                "0 0 * * MON#2; and not MON#2",
                "0 0 * * MONDAY; and not MONDAY",
                "100 * * * *; and not 100"
            })
    @DisplayName("that breaks a rule is refused with both")
    void refused(String line, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Cron(line, UTC))
                .withMessageContaining(why)
                .withMessageStartingWith("a line of cron ")
                .withMessageEndingWith(", in \"" + line + "\"; an example is 0 9 * * MON-FRI");
    }
}
