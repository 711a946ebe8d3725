package ai.levqor.ops.policy.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.NavigableSet;
import java.util.OptionalInt;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

@Label("What holds of every late event")
class LateEventPropertyTest {
    private static final int DAYS = 900;

    @Property(tries = 500)
    @Label("it corrects the histogram to that of a full count, and undone, back again")
    void corrects(
            @ForAll @Size(max = 8) List<@IntRange(max = DAYS - 1) Integer> known,
            @ForAll @IntRange(max = DAYS - 1) int late,
            @ForAll @IntRange(min = 1, max = 366) int window) {
        var days = new TreeSet<>(known);
        days.remove(late);
        var before = count(days);
        var event = event(days, late);

        var corrected = GapHistogram.builder(0, DAYS).add(before).add(event.changes());
        days.add(late);
        var after = count(days);

        assertThat(corrected.build().active(window)).isEqualTo(after.active(window));
        assertThat(corrected.build().activeDays()).isEqualTo(after.activeDays());
        assertThat(raised(before.active(window), event, window)).isEqualTo(after.active(window));
        assertThat(corrected.add(event.undone()).build().activeDays()).isEqualTo(before.activeDays());
    }

    private static LateEvent event(NavigableSet<Integer> days, int late) {
        return new LateEvent(optional(days.lower(late)), late, optional(days.higher(late)));
    }

    private static OptionalInt optional(@Nullable Integer day) {
        return day == null ? OptionalInt.empty() : OptionalInt.of(day);
    }

    private static GapHistogram count(NavigableSet<Integer> days) {
        var counter = ActivityCounter.inOrder(0, DAYS);
        days.forEach(day -> counter.seen(0, 1, day));
        return counter.totals().gaps();
    }

    private static long[] raised(long[] active, LateEvent event, int window) {
        for (var day = event.raisedFrom(window); day < Math.min(DAYS, event.raisedTo(window)); day++) {
            active[(int) day]++;
        }
        return active;
    }
}
