package ai.levqor.ops.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Jobs in zones whose clocks do odd things")
class OddZonesTest {

    @ParameterizedTest(name = "{0} after {1}: {2}")
    @CsvSource({
        // a day that Samoa left out: 30 December 2011, from UTC-10 to UTC+14
        "09:00 Pacific/Apia, 2011-12-29T00:00:00Z, 2011-12-29T19:00:00Z 2011-12-30T10:00:00Z 2011-12-30T19:00:00Z",
        "00:00 Pacific/Apia, 2011-12-29T00:00:00Z, 2011-12-29T10:00:00Z 2011-12-30T10:00:00Z 2011-12-31T10:00:00Z",
        "FRI 09:00 Pacific/Apia, 2011-12-24T00:00:00Z, 2011-12-30T10:00:00Z 2012-01-05T19:00:00Z",
        "cron 0 9 30 12 * Pacific/Apia, 2011-01-01T00:00:00Z, 2011-12-30T10:00:00Z 2012-12-29T19:00:00Z",
        // and Kwajalein: 21 August 1993, from UTC-12 to UTC+12
        "09:00 Pacific/Kwajalein, 1993-08-20T00:00:00Z, 1993-08-20T21:00:00Z 1993-08-21T12:00:00Z 1993-08-21T21:00:00Z",
        // no midnight
        "00:00 America/Sao_Paulo, 2018-11-03T00:00:00Z, 2018-11-03T03:00:00Z 2018-11-04T03:00:00Z 2018-11-05T02:00:00Z",
        "00:30 America/Sao_Paulo, 2018-11-04T00:00:00Z, 2018-11-04T03:00:00Z 2018-11-05T02:30:00Z",
        "00:15 Africa/Cairo, 2023-04-27T00:00:00Z, 2023-04-27T22:00:00Z 2023-04-28T21:15:00Z",
        // midnight twice
        "23:30 America/Sao_Paulo, 2018-02-17T02:00:00Z, 2018-02-18T01:30:00Z 2018-02-19T02:30:00Z",
        // half an hour
        "02:15 Australia/Lord_Howe, 2025-10-04T00:00:00Z, 2025-10-04T15:30:00Z 2025-10-05T15:15:00Z",
        "01:45 Australia/Lord_Howe, 2026-04-04T00:00:00Z, 2026-04-04T14:45:00Z 2026-04-05T15:15:00Z",
        // in seconds, before zones had whole minutes
        "12:00 Europe/Paris, 1900-01-01T00:00:00Z, 1900-01-01T11:50:39Z 1900-01-02T11:50:39Z"
    })
    @DisplayName("are due once a day, as time goes on")
    void odd(String text, Instant after, String instants) {
        var expected = Stream.of(instants.split(" ")).map(Instant::parse).toList();

        assertThat(Fires.after(ScheduleText.parse(text), after, expected.size()))
                .isEqualTo(expected);
    }

    @Test
    @DisplayName("half an hour back is in real time for a line of each hour")
    void halfAnHourBack() {
        var schedule = ScheduleText.parse("cron */15 * * * * Australia/Lord_Howe");

        var fires = Fires.after(schedule, Instant.parse("2026-04-04T12:00:00Z"), 20);

        assertThat(fires)
                .isEqualTo(Stream.iterate(Instant.parse("2026-04-04T12:15:00Z"), at -> at.plusSeconds(900))
                        .limit(20)
                        .toList());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "00:05 UTC",
        "01:30 Europe/London",
        "SUN 01:30 Europe/London",
        "every 1ms",
        "every 366d",
        "cron */5 * * * * Europe/London",
        "cron 30 1 * * * Europe/London",
        "cron 0 0 29 2 */7 Europe/London"
    })
    @DisplayName("the calendar ends without an error, and begins so")
    void ends(String text) {
        var schedule = ScheduleText.parse(text);
        var last = Instant.ofEpochMilli(Long.MAX_VALUE);

        assertThat(List.of(schedule.next(Instant.MAX), schedule.next(last))).allMatch(next -> next.isEmpty());
        assertThat(schedule.next(Instant.MIN))
                .isEqualTo(schedule.next(Instant.ofEpochMilli(Long.MIN_VALUE)))
                .isPresent();
        assertThat(Fires.after(schedule, Instant.parse("+250000000-01-01T00:00:00Z"), 3))
                .hasSize(3);
    }
}
