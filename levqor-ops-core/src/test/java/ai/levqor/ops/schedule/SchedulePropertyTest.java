package ai.levqor.ops.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

@Label("Any schedule")
@Domain(DomainContext.Global.class)
@Domain(RandomSchedules.class)
class SchedulePropertyTest {
    @Provide
    Arbitrary<Schedule> inMinutes() {
        return RandomSchedules.inMinutes();
    }

    @Property
    @Label("goes on in time, in whole milliseconds, from any nanosecond")
    void increasing(@ForAll Schedule schedule, @ForAll Instant after) {
        var fires = Fires.after(schedule, after, 20);

        assertThat(Stream.concat(Stream.of(after), fires.stream()).toList())
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(fires).allMatch(fire -> fire.equals(Instant.ofEpochMilli(fire.toEpochMilli())));
    }

    @Property
    @Label("has no fire between a time and the next: from anywhere between, the next is the same")
    void nothingBetween(@ForAll Schedule schedule, @ForAll Instant after) {
        var next = schedule.next(after);
        if (next.isPresent()) {
            var length = Duration.between(after, next.get());
            for (var part = 1; part < 16; part++) {
                assertThat(schedule.next(after.plus(length.multipliedBy(part).dividedBy(16))))
                        .isEqualTo(next);
            }
            assertThat(schedule.next(next.get().minusNanos(1))).isEqualTo(next);
        }
    }

    @Property(tries = 200)
    @Label("is due at the minutes at which looking at every minute finds it due")
    void everyMinute(@ForAll("inMinutes") Schedule schedule, @ForAll Instant around) {
        var start = Instant.ofEpochSecond(Math.floorDiv(around.getEpochSecond(), 60) * 60);
        var end = start.plus(Duration.ofHours(36));

        var looked = Stream.iterate(start.plusSeconds(60), at -> at.plusSeconds(60))
                .limit(36 * 60)
                .filter(at -> WallClock.isDue(schedule, at))
                .toList();

        assertThat(Fires.between(schedule, start, end)).isEqualTo(looked);
    }

    @Property
    @Label("is read back from its text")
    void text(@ForAll Schedule schedule) {
        assertThat(ScheduleText.parse(schedule.text())).isEqualTo(schedule);
    }

    @Property
    @Label("is due as a walk over all its fires tells")
    void due(
            @ForAll Schedule schedule,
            @ForAll Instant after,
            @ForAll @IntRange(min = 0, max = 2_000) int fires,
            @ForAll @IntRange(min = 0, max = 1_000) int late,
            @ForAll @IntRange(min = 0, max = 1_000) int grace) {
        var all = Fires.after(schedule, after, fires);
        var last = all.isEmpty() ? after : all.get(all.size() - 1);
        var now = last.plusMillis(late);
        var row = Stream.concat(all.stream(), Fires.between(schedule, last, now).stream())
                .toList();

        assertThat(Due.of(schedule, after, now, Duration.ofMillis(grace)))
                .isEqualTo(expected(row, now, Duration.ofMillis(grace)));
    }

    private static Due expected(List<Instant> row, Instant now, Duration grace) {
        var runs = !row.isEmpty() && !row.get(row.size() - 1).plus(grace).isBefore(now);
        var missed = runs ? row.subList(0, row.size() - 1) : row;
        var named = missed.subList(Math.max(0, missed.size() - 10), missed.size());
        return new Due(
                runs ? Optional.of(row.get(row.size() - 1)) : Optional.empty(),
                named,
                Math.min(1_000, missed.size() - named.size()));
    }
}
