package ai.levqor.ops.schedule;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.domains.DomainContextBase;

/** Random schedules, and times of which many are near a switch of the clocks. */
final class RandomSchedules extends DomainContextBase {
    private static final String[] ZONES = {
        "UTC",
        "Europe/London",
        "America/New_York",
        "America/Sao_Paulo",
        "Africa/Cairo",
        "Australia/Lord_Howe",
        "Pacific/Apia",
        "Pacific/Kwajalein",
        "Antarctica/Troll",
        "+05:45"
    };

    private static final Instant FROM = Instant.parse("1950-01-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2060-01-01T00:00:00Z");

    @Provide
    Arbitrary<Schedule> schedules() {
        var seconds = Combinators.combine(times(), Arbitraries.integers().between(0, 59))
                .as((time, second) -> time.withSecond(second));
        var periods = Arbitraries.of(1L, 250L, 60_000L, 300_000L, 3_600_000L, 86_400_000L, 31_622_400_000L);
        var anyPeriod = Arbitraries.longs().between(1, 31_622_400_000L);
        return Arbitraries.oneOf(
                Combinators.combine(seconds, zones()).as(Daily::new),
                Combinators.combine(Arbitraries.of(DayOfWeek.class), seconds, zones())
                        .as(Weekly::new),
                Arbitraries.oneOf(periods, anyPeriod).map(millis -> new Every(Duration.ofMillis(millis))),
                crons());
    }

    /** Without parts of a minute. */
    static Arbitrary<Schedule> inMinutes() {
        return Arbitraries.oneOf(
                Combinators.combine(times(), zones()).as(Daily::new),
                Combinators.combine(Arbitraries.of(DayOfWeek.class), times(), zones())
                        .as(Weekly::new),
                Arbitraries.integers().between(1, 3_000).map(minutes -> new Every(Duration.ofMinutes(minutes))),
                crons());
    }

    @Provide
    Arbitrary<Instant> instants() {
        var any = Arbitraries.longs()
                .between(FROM.getEpochSecond(), TO.getEpochSecond())
                .map(Instant::ofEpochSecond);
        var nearSwitch = Combinators.combine(
                        any, zones(), Arbitraries.integers().between(-100_000, 100_000))
                .as((at, zone, off) -> {
                    var set = zone.getRules().nextTransition(at);
                    return (set == null ? at : set.getInstant()).plusSeconds(off);
                });
        return Combinators.combine(
                        Arbitraries.frequencyOf(Tuple.of(1, any), Tuple.of(3, nearSwitch)),
                        Arbitraries.of(0, 0, 1, 1_000_000, 999_999_999))
                .as((at, nanos) -> at.plusNanos(nanos));
    }

    private static Arbitrary<Schedule> crons() {
        return Combinators.combine(
                        Arbitraries.of("*", "*/5", "0", "30", "0,20,40", "7-59/13", "59"),
                        Arbitraries.of("*", "*/2", "0", "1", "1,2", "0-3", "1-23/2", "23", "9-17"),
                        Arbitraries.of("*", "*/2", "1", "13,31", "25-31", "29"),
                        Arbitraries.of("*", "3", "OCT", "2,4", "3-10", "*/5"),
                        Arbitraries.of("*", "SUN", "1-5", "0", "7", "SAT-SUN", "*/3"),
                        zones())
                .as((minute, hour, day, month, weekday, zone) ->
                        new Cron(String.join(" ", minute, hour, day, month, weekday), zone));
    }

    private static Arbitrary<LocalTime> times() {
        return Arbitraries.oneOf(
                Arbitraries.integers().between(0, 1_439).map(minute -> LocalTime.ofSecondOfDay(minute * 60L)),
                Arbitraries.of(
                        LocalTime.MIDNIGHT,
                        LocalTime.of(0, 30),
                        LocalTime.of(1, 30),
                        LocalTime.of(2, 15),
                        LocalTime.of(23, 45)));
    }

    private static Arbitrary<ZoneId> zones() {
        return Arbitraries.of(ZONES).map(ZoneId::of);
    }
}
