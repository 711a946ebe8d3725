package ai.levqor.ops.engine.retention;

import static ai.levqor.ops.engine.retention.LoggedHistory.day;
import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.engine.retention.RetentionPlan.Outcome;
import ai.levqor.ops.spi.activity.ActivityLog.UserDay;
import ai.levqor.ops.spi.activity.DayRange;
import ai.levqor.ops.store.jdbc.ActivityTable;
import ai.levqor.ops.store.jdbc.Databases;
import ai.levqor.ops.store.jdbc.JdbcActivityLog;
import ai.levqor.ops.store.jdbc.LedgerSettings;
import ai.levqor.ops.store.jdbc.RecordedActivity;
import ai.levqor.ops.store.jdbc.RetentionLedger;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("users that stay in the heap between nights")
class DurablePlanBetweenNightsTest {
    private static final int HISTORY = 70;
    private static final int NIGHTS = 24;
    private static final long STRANGER = 5_000;

    private final DataSource database = Databases.POSTGRESQL.fresh();
    private final LoggedHistory history =
            LoggedHistory.in(database, Databases.POSTGRESQL).withDays(0, HISTORY);

    @ParameterizedTest
    @ValueSource(ints = {1, 3, Integer.MAX_VALUE})
    @DisplayName("of a process that starts again every so many nights, every figure and cohort is true")
    void startedAgain(int nights) {
        var plan = new RetentionPlan[] {plan()};

        nights(night -> {
            if (night % nights == nights - 1) {
                plan[0] = plan();
            }
            return plan[0];
        });

        history.assertAll(plan(), HISTORY + NIGHTS);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    @DisplayName("of two processes that take turns, every figure and cohort is true")
    void turns(int nights) {
        var plans = List.of(plan(), plan());

        nights(night -> plans.get(night / nights % 2));

        history.assertAll(plans.get(0), HISTORY + NIGHTS);
        history.assertAll(plans.get(1), HISTORY + NIGHTS);
    }

    @Test
    @DisplayName("of a process where ids may not enter and one where they may, every figure and cohort is true")
    void turnsWithoutIds() {
        var plans = List.of(plan(), DurablePlanDeathTest.plan(database, false));

        nights(night -> plans.get(night / 2 % 2));

        history.assertAll(plans.get(0), HISTORY + NIGHTS);
    }

    private void nights(IntFunction<RetentionPlan> plans) {
        plans.apply(0).bringUpTo(day(HISTORY - 1), progress -> {});
        for (int night = 0; night < NIGHTS; night++) {
            history.nextDay(HISTORY + night);
            var done = plans.apply(night).bringUpTo(day(HISTORY + night), progress -> {});
            assertThat(done.outcome()).isEqualTo(Outcome.DONE);
        }
    }

    @Test
    @DisplayName("a night looks nobody up in the database, and neither does the one after several missed nights")
    void notLookedUp() {
        var plan = plan();
        plan.bringUpTo(day(HISTORY - 1), progress -> {});
        history.withDays(HISTORY, HISTORY + 1);
        plan.bringUpTo(day(HISTORY), progress -> {});
        leaveNothingButLogOf(HISTORY);

        history.withDays(HISTORY + 1, HISTORY + 2);
        plan.bringUpTo(day(HISTORY + 1), progress -> {});
        history.withDays(HISTORY + 2, HISTORY + 5);
        plan.bringUpTo(day(HISTORY + 4), progress -> {});

        history.assertAll(plan, HISTORY + 5);
    }

    @Test
    @DisplayName("users for whom the heap has no room are looked up by the database")
    void noRoom() {
        var plan = DurablePlanDeathTest.plan(database, new HeapRoom(1_000));

        nights(night -> plan);
        history.assertAll(plan, HISTORY + NIGHTS);
        var today = HISTORY + NIGHTS;
        Jdbi.create(database)
                .useHandle(handle -> handle.execute(
                        "INSERT INTO user_last_seen (user_id, first_day, last_day, days) VALUES (?, ?, ?, 1)",
                        STRANGER,
                        day(HISTORY),
                        day(HISTORY)));
        history.seen(STRANGER, today);
        plan.bringUpTo(day(today), progress -> {});

        assertThat(plan.cohorts(DayRange.of(day(today))).size(epochDay(today))).isZero();
    }

    @Test
    @DisplayName("a user who is erased between two nights is new when she comes again")
    void erased() {
        var plan = plan();
        history.seen(STRANGER, HISTORY - 2);
        plan.bringUpTo(day(HISTORY - 2), progress -> {});
        plan.bringUpTo(day(HISTORY - 1), progress -> {});

        plan.forget(0, STRANGER);
        eraseFromLog();
        history.seen(STRANGER, HISTORY);
        plan.bringUpTo(day(HISTORY), progress -> {});

        assertThat(plan.cohorts(DayRange.of(day(HISTORY))).size(epochDay(HISTORY)))
                .isEqualTo(1);
    }

    @Test
    @DisplayName("a user whom another process erases is not known to this one any more")
    void erasedElsewhere() {
        var plan = plan();
        history.seen(STRANGER, HISTORY - 2);
        plan.bringUpTo(day(HISTORY - 2), progress -> {});
        plan.bringUpTo(day(HISTORY - 1), progress -> {});

        plan().forget(0, STRANGER);
        eraseFromLog();
        history.seen(STRANGER, HISTORY);
        plan.bringUpTo(day(HISTORY), progress -> {});

        assertThat(plan.cohorts(DayRange.of(day(HISTORY))).size(epochDay(HISTORY)))
                .isEqualTo(1);
    }

    @Test
    @DisplayName("a user who is erased while a night is on does not outlive it")
    void erasedMeanwhile() {
        var plan = plan();
        history.seen(STRANGER, HISTORY - 2);
        plan.bringUpTo(day(HISTORY - 2), progress -> {});
        plan.bringUpTo(day(HISTORY - 1), progress -> {});
        history.withDays(HISTORY, HISTORY + 1);

        plan.bringUpTo(day(HISTORY), progress -> {
            if (progress.phase().equals("days")) {
                CompletableFuture.runAsync(() -> plan.forget(0, STRANGER)).join();
            }
        });
        eraseFromLog();
        history.seen(STRANGER, HISTORY + 1);
        plan.bringUpTo(day(HISTORY + 1), progress -> {});

        assertThat(plan.cohorts(DayRange.of(day(HISTORY + 1))).size(epochDay(HISTORY + 1)))
                .isEqualTo(1);
    }

    @Test
    @DisplayName("a user of recorded activity, whose id is kept as a text, is new again after an erasure, too")
    void erasedFromRecorded() {
        var recordedIn = Databases.POSTGRESQL.fresh();
        var recorded = new RecordedActivity(recordedIn);
        var table = ActivityTable.of(RecordedActivity.TABLE, "user_id", "on_day");
        var plan = new DurablePlan(
                new RetentionLedger(new JdbcActivityLog(recordedIn, table), LedgerSettings.DEFAULT), Clock.systemUTC());
        for (int day = 0; day < 3; day++) {
            recorded.write(List.of(new UserDay(0, STRANGER, epochDay(day)), new UserDay(0, 1, epochDay(day))));
            plan.bringUpTo(day(day), progress -> {});
        }

        recorded.forget(0, STRANGER);
        plan.forget(0, STRANGER);
        recorded.write(List.of(new UserDay(0, STRANGER, epochDay(3)), new UserDay(0, 1, epochDay(3))));
        plan.bringUpTo(day(3), progress -> {});

        assertThat(plan.cohorts(DayRange.of(day(3))).size(epochDay(3))).isEqualTo(1);
    }

    @Test
    @DisplayName("erasures that this process knows of leave the others in its heap")
    void othersStay() {
        var plan = plan();
        history.seen(STRANGER, HISTORY - 2);
        history.seen(STRANGER + 1, HISTORY - 2);
        plan.bringUpTo(day(HISTORY - 2), progress -> {});
        plan.bringUpTo(day(HISTORY - 1), progress -> {});
        plan.forget(0, STRANGER);
        plan.forget(0, STRANGER + 1);
        leaveNothingButLogOf(HISTORY - 1);

        history.withDays(HISTORY, HISTORY + 1);
        plan.bringUpTo(day(HISTORY), progress -> {});

        history.assertFigures(plan, HISTORY, HISTORY + 1);
    }

    private void eraseFromLog() {
        Jdbi.create(database).useHandle(handle -> handle.execute("DELETE FROM audit_log WHERE user_id = ?", STRANGER));
    }

    /** Empties the table of users, and leaves none of the many rows in a small log that are looked at again each night. */
    private void leaveNothingButLogOf(int day) {
        Jdbi.create(database).useHandle(handle -> {
            handle.execute("DELETE FROM user_last_seen");
            handle.execute(
                    "DELETE FROM audit_log WHERE happened_at < ?",
                    day(day).atStartOfDay().atOffset(ZoneOffset.UTC));
        });
    }

    private RetentionPlan plan() {
        return DurablePlanDeathTest.plan(database, true);
    }

    private static int epochDay(int day) {
        return (int) day(day).toEpochDay();
    }
}
