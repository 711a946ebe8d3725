package ai.levqor.ops.engine.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ai.levqor.ops.engine.FakeTime;
import ai.levqor.ops.engine.retention.RetentionPlan.Night;
import ai.levqor.ops.engine.retention.RetentionPlan.Outcome;
import ai.levqor.ops.engine.retention.RetentionPlan.Progress;
import ai.levqor.ops.engine.retention.RetentionRow.State;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.activity.DayRange;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MemoryPlanTest {
    private static final LocalDate FIRST = LocalDate.parse("2026-01-01");
    private static final HeapRoom PLENTY = new HeapRoom(64L << 20);

    private final FakeLog log = new FakeLog();
    private final SharedState state = new SharedState();
    private final FakeTime time = new FakeTime();
    private final List<Progress> told = new ArrayList<>();

    @Test
    @DisplayName(
            "the first night counts all finished days; windows that the log does not fill are unknown, never small")
    void firstNight() {
        givenDays(0, 40, 1, 10);

        var night = plan().bringUpTo(day(39), told::add);

        assertThat(night).isEqualTo(new Night(Outcome.DONE, 40, 0, 0));
        var rows = plan().rows(new DayRange(day(0), day(40)));
        assertThat(rows.get(0).state()).isEqualTo(State.PARTIAL);
        assertThat(rows.get(0).dau()).isEmpty();
        assertThat(rows.get(1).dau()).hasValue(10);
        assertThat(rows.get(6).wau()).isEmpty();
        assertThat(rows.get(7).wau()).hasValue(10);
        assertThat(rows.get(29).mau()).isEmpty();
        assertThat(rows.get(30).mau()).hasValue(10);
        assertThat(rows.get(30).state()).isEqualTo(State.INCOMPLETE_WINDOW);
        assertThat(rows.get(30).growth()).isEmpty();
        assertThat(rows.get(31).state()).isEqualTo(State.FINAL);
        assertThat(rows.get(31).growth()).contains(new RetentionRow.Growth(0, 10, 0, 0));
    }

    @Test
    @DisplayName("a log that is complete from a day on is known from that day on, also on days without a user")
    void completeFrom() {
        log.active(day(3), 1, 5);

        plan(setup(400, 2, Optional.of(day(1)))).bringUpTo(day(4), told::add);

        var rows = plan().rows(new DayRange(day(0), day(5)));
        assertThat(rows.get(0).state()).isEqualTo(State.MISSING);
        assertThat(rows.get(1).dau()).hasValue(0);
        assertThat(rows.get(3).mau()).hasValue(5);
        assertThat(rows.get(4).dau()).hasValue(0);
        assertThat(rows.get(4).wau()).hasValue(5);
        assertThat(rows.get(4).growth()).contains(new RetentionRow.Growth(0, 0, 0, 0));
        assertThat(rows.subList(1, 5)).allMatch(row -> row.state() == State.FINAL);
    }

    @Test
    @DisplayName("a night reads the day and the look-back, however long the history is")
    void nightCostsTheDay() {
        givenDays(0, 300, 1, 20);
        var plan = plan();
        plan.bringUpTo(day(298), told::add);
        log.handedOver.set(0);

        var night = plan.bringUpTo(day(299), told::add);

        assertThat(log.reads).containsExactly(new DayRange(day(0), day(299)), new DayRange(day(297), day(300)));
        assertThat(log.handedOver).hasValue(60);
        assertThat(night).isEqualTo(new Night(Outcome.DONE, 1, 0, 0));
    }

    @Test
    @DisplayName("many nights one by one, with late rows, end where one night over everything ends")
    void nightsAddUp() {
        var plan = plan();
        for (int at = 0; at < 70; at++) {
            log.active(day(at), at % 7, 40 + at % 11);
            if (at > 2) {
                log.active(day(at - 1), 100, 100 + at % 3); // late by a day
            }
            if (at > 0) {
                plan.bringUpTo(day(at - 1), told::add);
            }
        }
        plan.bringUpTo(day(69), told::add);

        var atOnce = new MemoryPlan(setup(400, 2, Optional.empty()), log, new SharedState(), time, PLENTY);
        atOnce.bringUpTo(day(69), told::add);

        assertThat(figures(plan)).isEqualTo(figures(atOnce));
        for (int first = 31; first < 70; first++) {
            for (int offset = 0; first + offset < 70; offset++) {
                assertThat(plan.cohorts(days()).classic(epochDay(first), offset))
                        .isEqualTo(atOnce.cohorts(days()).classic(epochDay(first), offset));
                assertThat(plan.cohorts(days()).rolling(epochDay(first), offset))
                        .isEqualTo(atOnce.cohorts(days()).rolling(epochDay(first), offset));
            }
        }
    }

    @Test
    @DisplayName("a late row revises its day and every window it is in, and says when")
    void lateRow() {
        givenDays(0, 50, 1, 10);
        var plan = plan();
        plan.bringUpTo(day(48), told::add);
        log.active(day(48), 99, 99);
        time.pass(Duration.ofDays(1));

        var night = plan.bringUpTo(day(49), told::add);

        assertThat(night).isEqualTo(new Night(Outcome.DONE, 1, 1, 0));
        var late = row(plan, 48);
        assertThat(late.dau()).hasValue(11);
        assertThat(late.revisedAt()).contains(FakeTime.START.plus(Duration.ofDays(1)));
        assertThat(late.computedAt()).contains(FakeTime.START);
        assertThat(row(plan, 49).wau()).hasValue(11);
        assertThat(row(plan, 47).revisedAt()).isEmpty();
    }

    @Test
    @DisplayName("the same night again changes nothing, and writes nothing")
    void idempotent() {
        givenDays(0, 50, 1, 10);
        var plan = plan();
        plan.bringUpTo(day(49), told::add);
        var before = figures(plan);
        var writes = state.writes;

        assertThat(plan.bringUpTo(day(49), told::add)).isEqualTo(new Night(Outcome.DONE, 0, 0, 0));

        assertThat(figures(plan)).isEqualTo(before);
        assertThat(state.writes).isEqualTo(writes);
    }

    @Test
    @DisplayName("missed nights are made up for in the next one")
    void missedNights() {
        givenDays(0, 60, 1, 10);
        var plan = plan();
        plan.bringUpTo(day(49), told::add);

        assertThat(plan.bringUpTo(day(59), told::add).counted()).isEqualTo(10);

        assertThat(plan.rows(new DayRange(day(50), day(60)))).allMatch(row -> row.state() == State.FINAL);
    }

    @Test
    @DisplayName("what was counted outlives the process and a purge of the log, and nothing in it is an id")
    void outlivesAPurge() {
        givenDays(0, 100, 7_000_000_001L, 7_000_000_010L);
        plan().bringUpTo(day(98), told::add);
        log.purgeBefore(day(90));

        var after = plan();
        assertThat(row(after, 50).mau()).hasValue(10);
        assertThat(after.bringUpTo(day(99), told::add)).isEqualTo(new Night(Outcome.DONE, 1, 0, 0));

        assertThat(row(after, 50).mau()).hasValue(10);
        assertThat(row(after, 98).state()).isEqualTo(State.FINAL);
        assertThat(row(after, 99).dau()).hasValue(10);
        assertThat(row(after, 99).mau()).as("the log begins ten days ago").isEmpty();
        assertThat(state.value).doesNotContain("70000000");
        assertThat(state.value.length()).isLessThan(65_536);
    }

    @Test
    @DisplayName("a new process finds what came late meanwhile, if the log still goes as far back")
    void newProcessRevises() {
        givenDays(0, 60, 1, 10);
        plan().bringUpTo(day(58), told::add);
        log.active(day(45), 50, 50); // far beyond the look-back

        var night = plan().bringUpTo(day(59), told::add);

        assertThat(night.revised()).as("day 45 and what has it in a window").isEqualTo(14);
        assertThat(row(plan(), 45).dau()).hasValue(11);
    }

    @Test
    @DisplayName("a log that is away half way is a fault; nothing of the night is seen, and the next one does it all")
    void brokenMidway() {
        givenDays(0, 50, 1, 10);
        var plan = plan();
        plan.bringUpTo(day(48), told::add);
        log.midway = () -> log.away = true;

        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> plan.bringUpTo(day(49), told::add));

        assertThat(row(plan, 49).state()).isEqualTo(State.MISSING);
        log.midway = () -> {};
        log.away = false;
        assertThat(plan.bringUpTo(day(49), told::add).counted()).isEqualTo(1);
        assertThat(row(plan, 49).dau()).hasValue(10);
    }

    @Test
    @DisplayName("a state store that is away is a fault, and the next night tells the same")
    void storeAway() {
        givenDays(0, 50, 1, 10);
        var plan = plan();
        state.away = true;

        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> plan.bringUpTo(day(49), told::add));
        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> plan.rows(days()));

        state.away = false;
        assertThat(row(plan, 49).state()).isEqualTo(State.MISSING);
        assertThat(plan.bringUpTo(day(49), told::add).counted()).isEqualTo(50);
    }

    @Test
    @DisplayName("another process that writes meanwhile is not overwritten")
    void concurrentWriter() {
        givenDays(0, 50, 1, 10);
        var other = plan();
        state.beforeWrite = () -> {
            state.beforeWrite = () -> {};
            other.bringUpTo(day(49), told::add);
        };

        assertThat(plan().bringUpTo(day(49), told::add)).isEqualTo(new Night(Outcome.DONE, 0, 0, 0));
        assertThat(row(plan(), 49).dau()).hasValue(10);
    }

    @Test
    @DisplayName("no rows, or none of a finished day, is no data and no zero")
    void noData() {
        assertThat(plan().bringUpTo(day(5), told::add).outcome()).isEqualTo(Outcome.NO_DATA);
        log.active(day(6), 1, 3);

        assertThat(plan().bringUpTo(day(5), told::add).outcome()).isEqualTo(Outcome.NO_DATA);
        assertThat(row(plan(), 5).state()).isEqualTo(State.MISSING);
    }

    @Test
    @DisplayName("a back-fill goes back so many days and no further")
    void backfillIsBounded() {
        givenDays(0, 100, 1, 10);

        plan(setup(40, 2, Optional.empty())).bringUpTo(day(99), told::add);

        assertThat(log.reads).containsExactly(new DayRange(day(60), day(100)));
        assertThat(row(plan(), 59).state()).isEqualTo(State.MISSING);
        assertThat(row(plan(), 60).dau())
                .as("the day is whole, the log goes on before it")
                .hasValue(10);
        assertThat(row(plan(), 88).mau()).isEmpty();
        assertThat(row(plan(), 89).mau()).hasValue(10);
    }

    @Test
    @DisplayName("a history of years keeps the last year of rows")
    void keepsAYear() {
        givenDays(0, 500, 1, 2);
        var plan = plan(setup(3660, 0, Optional.empty()));

        assertThat(plan.bringUpTo(day(499), told::add).counted()).isEqualTo(KeptRows.MOST);

        assertThat(row(plan, 499 - 366).state()).isEqualTo(State.MISSING);
        assertThat(row(plan, 499 - 365).state()).isEqualTo(State.FINAL);
        assertThat(state.value.length()).isLessThan(65_536);
    }

    @Test
    @DisplayName("users that do not fit into the heap are counted in shares, to the same figures, each night")
    void shares() {
        for (int at = 0; at < 45; at++) {
            log.active(day(at), at * 211L, at * 211L + 9_000);
        }
        var whole = plan();
        whole.bringUpTo(day(43), told::add);
        whole.bringUpTo(day(44), told::add);
        var small =
                new MemoryPlan(setup(400, 2, Optional.empty()), log, new SharedState(), time, new HeapRoom(400_000));
        log.reads.clear();

        small.bringUpTo(day(43), told::add);
        small.bringUpTo(day(44), told::add);

        assertThat(figures(small)).isEqualTo(figures(whole));
        assertThat(log.reads.size()).isGreaterThan(4);
        assertThat(told).anyMatch(it -> it.phase().startsWith("back-filling share 2 of "));
    }

    @Test
    @DisplayName("a user who is forgotten is not counted any more, and the next night revises the days before it")
    void forgets() {
        givenDays(0, 51, 1, 10);
        var plan = plan(setup(400, 0, Optional.empty()));
        plan.bringUpTo(day(49), told::add);
        log.forget(0, 10);

        plan.forget(0, 10);

        plan.bringUpTo(day(50), told::add);
        assertThat(row(plan, 49).mau()).hasValue(9);
        assertThat(row(plan, 49).revisedAt()).isPresent();
        assertThat(row(plan, 50).mau()).hasValue(9);
    }

    @Test
    @DisplayName("a user who is forgotten while the log is read is not counted in that night either")
    void forgetsMeanwhile() {
        givenDays(0, 40, 1, 10);
        var plan = plan();
        log.midway = () -> plan.forget(0, 10);

        plan.bringUpTo(day(39), told::add);

        assertThat(row(plan, 39).dau()).hasValue(9);
    }

    @Test
    @DisplayName("a source that hands over a day nobody asked for is found out")
    void foreignDay() {
        givenDays(0, 40, 1, 10);
        var wrong = new FakeSource(log, 1);

        assertThatIllegalStateException()
                .isThrownBy(() -> new MemoryPlan(setup(400, 2, Optional.empty()), wrong, state, time, PLENTY)
                        .bringUpTo(day(39), told::add))
                .withMessageContaining("not asked for");
    }

    @Test
    @DisplayName("an interrupt ends a night that a deaf source would go on with")
    void interrupted() {
        givenDays(0, 10, 1, 5_000);
        log.midway = () -> Thread.currentThread().interrupt();

        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> plan().bringUpTo(day(9), told::add))
                .withMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    @DisplayName("rows of another time that cannot be read are counted afresh")
    void unreadableRows() {
        givenDays(0, 40, 1, 10);
        state.value = "{\"v\":1,\"from\":\"x\"}";

        assertThat(plan().bringUpTo(day(39), told::add).counted()).isEqualTo(40);
    }

    private void givenDays(int from, int to, long firstUser, long lastUser) {
        for (int at = from; at < to; at++) {
            log.active(day(at), firstUser, lastUser);
        }
    }

    private MemoryPlan plan() {
        return plan(setup(400, 2, Optional.empty()));
    }

    private MemoryPlan plan(RetentionSetup setup) {
        return new MemoryPlan(setup, log, state, time, PLENTY);
    }

    private static RetentionSetup setup(int backfill, int late, Optional<LocalDate> completeFrom) {
        return new RetentionSetup(ZoneOffset.UTC, backfill, late, completeFrom, 100, Duration.ZERO);
    }

    private static LocalDate day(int after) {
        return FIRST.plusDays(after);
    }

    private static int epochDay(int after) {
        return Math.toIntExact(day(after).toEpochDay());
    }

    private static DayRange days() {
        return new DayRange(day(0), day(70));
    }

    private static RetentionRow row(RetentionPlan plan, int day) {
        return plan.rows(DayRange.of(day(day))).get(0);
    }

    private static List<List<Object>> figures(RetentionPlan plan) {
        return plan.rows(days()).stream()
                .map(row -> List.<Object>of(row.day(), row.dau(), row.wau(), row.mau(), row.growth(), row.state()))
                .toList();
    }

    @Test
    @DisplayName("progress goes by days, from none to all of them")
    void progress() {
        givenDays(0, 40, 1, 10);

        plan().bringUpTo(day(39), told::add);

        assertThat(told.get(0)).isEqualTo(new Progress("back-filling", 0, 40));
        assertThat(told.get(told.size() - 1)).isEqualTo(new Progress("back-filling", 40, 40));
        assertThat(row(plan(), 39).dau()).isEqualTo(OptionalLong.of(10));
    }
}
