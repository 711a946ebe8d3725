package ai.levqor.ops.engine.retention;

import static ai.levqor.ops.engine.retention.LoggedHistory.day;
import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.engine.retention.RetentionRow.State;
import ai.levqor.ops.spi.activity.DayRange;
import ai.levqor.ops.store.jdbc.Databases;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DurablePlanPurgeTest {
    @ParameterizedTest
    @EnumSource(Databases.class)
    @DisplayName(
            "a log purged beyond the last counted day begins anew: old rows stay, and what is not known is no number")
    void anew(Databases kind) {
        var database = kind.fresh();
        var history = LoggedHistory.in(database, kind).withDays(0, 40);
        var plan = DurablePlanDeathTest.plan(database, true);
        plan.bringUpTo(day(39), progress -> {});
        var before = plan.rows(new DayRange(day(0), day(40)));
        history.withDays(40, 100);
        Jdbi.create(database)
                .useHandle(handle -> handle.execute("DELETE FROM audit_log WHERE happened_at < ?", at(60)));

        plan.bringUpTo(day(99), progress -> {});

        assertThat(plan.rows(new DayRange(day(0), day(40))))
                .usingRecursiveComparison()
                .ignoringFields("growth")
                .isEqualTo(before);
        assertThat(plan.rows(new DayRange(day(40), day(60))))
                .allSatisfy(row -> assertThat(row).isEqualTo(RetentionRow.missing(row.day())));
        var rows = plan.rows(new DayRange(day(60), day(100)));
        assertThat(rows.get(0).state()).isEqualTo(State.PARTIAL);
        assertThat(rows.get(0).dau()).isEmpty();
        assertThat(rows.get(1).state()).isEqualTo(State.INCOMPLETE_WINDOW);
        assertThat(rows.get(6).wau()).isEmpty();
        assertThat(rows.get(29).mau()).isEmpty();
        assertThat(rows.get(30).state()).isEqualTo(State.FINAL);
        history.assertFigures(plan, 90, 100);
        history.nextDay(100);
        plan.bringUpTo(day(100), progress -> {});
        history.assertFigures(plan, 98, 101);
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    @DisplayName("cohorts begin anew with the history, whatever the nights before it have left")
    void cohortsAnew(Databases kind) {
        var database = kind.fresh();
        var history = LoggedHistory.in(database, kind).withDays(0, 20);
        var plan = DurablePlanDeathTest.plan(database, true);
        plan.bringUpTo(day(19), progress -> {});
        history.withDays(20, 21);
        plan.bringUpTo(day(20), progress -> {});
        history.withDays(21, 60);
        Jdbi.create(database)
                .useHandle(handle -> handle.execute("DELETE FROM audit_log WHERE happened_at < ?", at(50)));

        plan.bringUpTo(day(59), progress -> {});

        var cohorts = plan.cohorts(new DayRange(day(0), day(60)));
        assertThat(cohorts.firstDays()).isNotEmpty().allSatisfy(first -> {
            assertThat(first).isGreaterThanOrEqualTo((int) day(50).toEpochDay());
            assertThat(cohorts.rolling(first, 0)).isEqualTo(cohorts.size(first));
        });
    }

    private static OffsetDateTime at(int day) {
        return day(day).atStartOfDay().atOffset(ZoneOffset.UTC);
    }
}
