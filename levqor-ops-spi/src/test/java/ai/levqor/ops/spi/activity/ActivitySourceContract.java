package ai.levqor.ops.spi.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ai.levqor.ops.spi.UnavailableException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What every {@link ActivitySource} promises. Extend it once for each implementation; every test starts with a log that has
 * no row.
 */
public abstract class ActivitySourceContract {
    private static final LocalDate DAY = LocalDate.parse("2024-02-28");

    /** The source under test, always the same one within a test. */
    protected abstract ActivitySource source();

    /** Puts into the log that a user, of a number, was active on a day. */
    protected abstract void givenActivity(int user, LocalDate day);

    /** Makes the log impossible to read for the rest of the test; empty if nothing can do that. */
    protected abstract Optional<Runnable> outage();

    /** A user as the sink sees one. */
    private record Id(long high, long low) {}

    @Test
    @DisplayName("a log without a row has no days, and hands nothing over")
    void emptyLog() {
        assertThat(source().days()).isEmpty();
        assertThat(read(new DayRange(DAY, DAY.plusDays(400)))).isEmpty();
    }

    @Test
    @DisplayName("the days of a log go from its first row to its last, whatever is between, over the end of a February")
    void daysOfTheLog() {
        givenActivity(2, DAY.plusDays(2));
        givenActivity(1, DAY);

        assertThat(source().days()).contains(new DayRange(DAY, LocalDate.parse("2024-03-02")));
    }

    @Test
    @DisplayName("every activity of the days is handed over, and none of the day before or the day after")
    void exactlyTheDays() {
        for (int day = 0; day < 5; day++) {
            for (int user = 1; user <= 3 + day; user++) {
                givenActivity(user, DAY.plusDays(day));
            }
        }

        var seen = read(new DayRange(DAY.plusDays(1), DAY.plusDays(4)));

        assertThat(seen.keySet()).containsExactlyInAnyOrder(epochDay(1), epochDay(2), epochDay(3));
        assertThat(seen.get(epochDay(1))).hasSize(4);
        assertThat(seen.get(epochDay(3))).hasSize(6);
    }

    @Test
    @DisplayName("a user has one id on every day, and no other user has it")
    void oneIdEach() {
        for (int day = 0; day < 3; day++) {
            givenActivity(1, DAY.plusDays(day));
            givenActivity(2, DAY.plusDays(day));
        }

        var seen = read(new DayRange(DAY, DAY.plusDays(3)));

        assertThat(seen.get(epochDay(0)))
                .hasSize(2)
                .isEqualTo(seen.get(epochDay(1)))
                .isEqualTo(seen.get(epochDay(2)));
    }

    @Test
    @DisplayName("reading takes nothing away")
    void readingTakesNothing() {
        givenActivity(1, DAY);
        givenActivity(1, DAY);
        givenActivity(2, DAY);

        var first = read(DayRange.of(DAY));

        assertThat(first.get(epochDay(0))).hasSize(2);
        assertThat(read(DayRange.of(DAY))).isEqualTo(first);
    }

    @Test
    @DisplayName("no days asked for, nothing handed over")
    void noDays() {
        givenActivity(1, DAY);

        assertThat(read(new DayRange(DAY, DAY))).isEmpty();
    }

    @Test
    @DisplayName("a sink that throws ends the reading, and the next one works")
    void sinkThrows() {
        givenActivity(1, DAY);

        assertThatThrownBy(() -> source().read(DayRange.of(DAY), (high, low, day) -> {
                    throw new IllegalStateException("enough");
                }))
                .isInstanceOf(RuntimeException.class);

        assertThat(read(DayRange.of(DAY)).get(epochDay(0))).hasSize(1);
    }

    @Test
    @DisplayName("a sink that takes many at a time is handed the same, as often, as one that takes one by one")
    void manyAtATime() {
        for (int user = 1; user <= 30; user++) {
            givenActivity(user, DAY.plusDays(user % 3));
        }
        var days = new DayRange(DAY, DAY.plusDays(2));
        var one = new ArrayList<String>();
        var many = new ManyAtATime();

        source().read(days, (high, low, day) -> one.add(high + " " + low + " " + day));
        source().read(days, many);

        assertThat(one).hasSize(20);
        assertThat(many.seen).containsExactlyInAnyOrderElementsOf(one);
    }

    @TestFactory
    @DisplayName("a log that cannot be read")
    Stream<DynamicTest> outageIsAFault() {
        return outage().stream()
                .map(goDown -> dynamicTest("is a fault, never an empty day", () -> {
                    givenActivity(1, DAY);
                    goDown.run();

                    assertThatThrownBy(() -> source().days()).isInstanceOf(UnavailableException.class);
                    assertThatThrownBy(() -> read(DayRange.of(DAY))).isInstanceOf(UnavailableException.class);
                }));
    }

    private Map<Integer, Set<Id>> read(DayRange days) {
        var seen = new HashMap<Integer, Set<Id>>();
        source().read(
                        days,
                        (high, low, day) -> seen.computeIfAbsent(day, none -> new HashSet<>())
                                .add(new Id(high, low)));
        return seen;
    }

    /** Takes all that comes, however it comes. */
    private static final class ManyAtATime implements ActivitySink {
        private final List<String> seen = new ArrayList<>();

        @Override
        public void seen(long high, long low, int epochDay) {
            seen.add(high + " " + low + " " + epochDay);
        }

        @Override
        public void seen(long[] ids, int[] epochDays, int count) {
            for (int i = 0; i < count; i++) {
                seen(0, ids[i], epochDays[i]);
            }
        }

        @Override
        public void seen(long[] highs, long[] lows, int[] epochDays, int count) {
            for (int i = 0; i < count; i++) {
                seen(highs[i], lows[i], epochDays[i]);
            }
        }
    }

    private static int epochDay(int after) {
        return Math.toIntExact(DAY.plusDays(after).toEpochDay());
    }
}
