package ai.levqor.ops.engine.retention;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.engine.FakeTime;
import ai.levqor.ops.spi.activity.DayRange;
import ai.levqor.ops.spi.state.StateStore;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("several instances that count in memory and keep their days in one store")
class MemoryPlansTest {
    private static final LocalDate FIRST = LocalDate.parse("2026-01-01");
    private static final int NIGHTS = 70;

    private final Random random = new Random(20261126);
    private final FakeTime time = new FakeTime();
    private final SharedState state = new SharedState();

    @Test
    @DisplayName(
            "each writes in the midst of the other's writing, one with less of the log, and no day is lost or worse")
    void midst() {
        var log = log();
        var shorter = log();
        shorter.purgeBefore(day(20));
        var one = plan(log, state);
        var other = plan(shorter, state);

        for (int night = 30; night < NIGHTS; night++) {
            var first = random.nextBoolean() ? one : other;
            var second = first == one ? other : one;
            var day = day(night);
            state.beforeWrite = () -> {
                state.beforeWrite = () -> {};
                second.bringUpTo(day, progress -> {});
            };
            first.bringUpTo(day, progress -> {});
        }

        var alone = plan(log, new SharedState());
        for (int night = 30; night < NIGHTS; night++) {
            alone.bringUpTo(day(night), progress -> {});
        }
        assertThat(figures(plan(log, state))).isEqualTo(figures(alone));
        assertThat(figures(one)).isEqualTo(figures(alone));
        assertThat(figures(other)).isEqualTo(figures(alone));
    }

    @Test
    @DisplayName("one that is a night behind takes nothing of the newer night away")
    void behind() {
        var log = log();
        var ahead = plan(log, state);
        var behind = plan(log, state);
        state.beforeWrite = () -> {
            state.beforeWrite = () -> {};
            ahead.bringUpTo(day(NIGHTS - 1), progress -> {});
        };

        behind.bringUpTo(day(NIGHTS - 10), progress -> {});

        assertThat(figures(behind)).isEqualTo(figures(ahead)).hasSize(NIGHTS);
        assertThat(behind.rows(DayRange.of(day(NIGHTS - 1))).get(0).dau()).isPresent();
    }

    /** Without when they were counted. */
    private static List<String> figures(MemoryPlan plan) {
        return plan.rows(new DayRange(day(0), day(NIGHTS))).stream()
                .map(row -> row.day() + " " + row.dau() + " " + row.wau() + " " + row.mau() + " " + row.growth() + " "
                        + row.state())
                .toList();
    }

    private MemoryPlan plan(FakeLog log, StateStore store) {
        return new MemoryPlan(
                new RetentionSetup(ZoneOffset.UTC, 400, 2, Optional.empty(), 100, Duration.ZERO),
                log,
                store,
                time,
                new HeapRoom(64L << 20));
    }

    private static FakeLog log() {
        var log = new FakeLog();
        var random = new Random(7);
        for (int day = 0; day < NIGHTS; day++) {
            for (int user = 0; user < 12; user++) {
                var id = random.nextInt(60);
                log.active(day(day), id, id);
            }
        }
        return log;
    }

    private static LocalDate day(int after) {
        return FIRST.plusDays(after);
    }
}
