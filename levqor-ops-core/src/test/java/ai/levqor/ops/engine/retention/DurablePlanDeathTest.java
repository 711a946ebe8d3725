package ai.levqor.ops.engine.retention;

import static ai.levqor.ops.engine.retention.LoggedHistory.day;
import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.engine.retention.RetentionPlan.Night;
import ai.levqor.ops.engine.retention.RetentionPlan.Outcome;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.store.jdbc.Databases;
import ai.levqor.ops.store.jdbc.JdbcActivityLog;
import ai.levqor.ops.store.jdbc.LedgerSettings;
import ai.levqor.ops.store.jdbc.RealPostgres;
import ai.levqor.ops.store.jdbc.RetentionLedger;
import ai.levqor.ops.store.jdbc.Steps;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DurablePlanDeathTest {
    private static final int HISTORY = 70;
    /** Just so long that the newest days are published before the rest. */
    private static final int FIRST = 61;

    @ParameterizedTest
    @EnumSource(Databases.class)
    @DisplayName(
            "whichever statement of a night a connection dies at, nothing of it is there, and the next night is exact")
    void everyStepOfANight(Databases kind) {
        var database = kind.fresh();
        var history = LoggedHistory.in(database, kind).withDays(0, HISTORY);
        var steps = new Steps(database, kind::cut);
        var plan = plan(steps.database(), true);
        plan.bringUpTo(day(HISTORY - 1), progress -> {});

        var day = HISTORY;
        for (int step = 1; diesAt(step, steps, plan, history, day); step++) {
            day++;
        }

        assertThat(day - HISTORY).as("steps of a night").isGreaterThan(15);
        history.assertAll(plan, day + 1);
    }

    /** Tries a night; gives whether it has such a step. */
    private static boolean diesAt(int step, Steps steps, DurablePlan plan, LoggedHistory history, int day) {
        history.nextDay(day);
        var before = history.ledger();
        steps.dieAt(step);
        tryTo(plan, day);
        var died = steps.reached();
        steps.live();
        if (died) {
            assertThat(history.ledger()).as("after a death at step %d", step).isEqualTo(before);
            assertThat(plan.bringUpTo(day(day), progress -> {}).counted()).isEqualTo(1);
        }
        history.assertFigures(plan, day - 40, day + 1);
        return died;
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    @DisplayName("a connection that dies right after the commit leaves a whole night, which is not done again")
    void afterTheCommit(Databases kind) {
        var database = kind.fresh();
        var history = LoggedHistory.in(database, kind).withDays(0, HISTORY);
        var steps = new Steps(database, kind::cut);
        var plan = plan(steps.database(), true);
        plan.bringUpTo(day(HISTORY - 1), progress -> {});
        history.nextDay(HISTORY);

        steps.dieAfterCommit();
        tryTo(plan, HISTORY);

        history.assertAll(plan, HISTORY + 1);
        assertThat(plan.bringUpTo(day(HISTORY), progress -> {})).isEqualTo(new Night(Outcome.DONE, 0, 0, 0));
    }

    @ParameterizedTest
    @CsvSource({"POSTGRESQL, true", "H2, false"})
    @DisplayName(
            "whichever statement of the first count a connection dies at, what is shown is true, and the next does it")
    void everyStepOfTheFirstCount(Databases kind, boolean idsInProcess) {
        var database = kind.fresh();
        var history = LoggedHistory.in(database, kind).withDays(0, FIRST);
        var steps = new Steps(database, kind::cut);
        tryTo(plan(steps.database(), idsInProcess), FIRST - 1);
        var all = steps.live();

        for (int step : mostOf(all)) {
            history.dropLedger();
            var plan = plan(steps.database(), idsInProcess);
            steps.dieAt(step);
            tryTo(plan, FIRST - 1);
            // Whether the planner has statistics of the log, and so how often it is asked, is the server's own affair.
            assertThat(steps.reached() || step > all - 4)
                    .as("step %d of %d", step, all)
                    .isTrue();
            steps.live();

            history.assertNothingWrong(plan, 0, FIRST);
            assertThat(plan.bringUpTo(day(FIRST - 1), progress -> {}).outcome()).isEqualTo(Outcome.DONE);
            history.assertFigures(plan, 0, FIRST);
        }

        history.assertAll(plan(database, idsInProcess), FIRST);
    }

    @Test
    @DisplayName("a process that is gone at once, at this statement or that, leaves the night to the next one")
    void processes() throws IOException, InterruptedException {
        var database = Databases.POSTGRESQL.fresh();
        var history = LoggedHistory.in(database, Databases.POSTGRESQL).withDays(0, HISTORY);
        plan(database, true).bringUpTo(day(HISTORY - 1), progress -> {});
        history.nextDay(HISTORY);
        var before = history.ledger();
        var steps = new Steps(RealPostgres.copyOf(database), connection -> {});
        plan(steps.database(), true).bringUpTo(day(HISTORY), progress -> {});
        var commit = steps.live();

        for (int step : List.of(commit / 2, commit, HaltedNight.AFTER_THE_COMMIT)) {
            var copy = RealPostgres.copyOf(database);
            haltAt(step, copy);
            awaitNoOtherSession(copy);

            var isWhole = step == HaltedNight.AFTER_THE_COMMIT;
            if (!isWhole) {
                assertThat(history.in(copy).ledger())
                        .as("after an end at step %d of %d", step, commit)
                        .isEqualTo(before);
            }
            var night = plan(copy, true).bringUpTo(day(HISTORY), progress -> {});
            assertThat(night.counted()).isEqualTo(isWhole ? 0 : 1);
            history.assertAll(plan(copy, true), HISTORY + 1);
        }
    }

    /** Not each of the many rows that are published one by one. */
    private static SortedSet<Integer> mostOf(int steps) {
        return IntStream.rangeClosed(1, steps)
                .filter(step -> step <= 3 || step > steps - 6 || step % 11 == 0)
                .boxed()
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void haltAt(int step, DataSource database) throws IOException, InterruptedException {
        var child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HaltedNight.class.getName(),
                        RealPostgres.url("postgres", RealPostgres.nameOf(database)),
                        day(HISTORY).toString(),
                        Integer.toString(step))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(child.exitValue()).as("how the child ended").isEqualTo(HaltedNight.HALTED);
        } finally {
            child.destroyForcibly();
        }
    }

    /** The server notices a dead client when it next hears nothing from it. */
    private static void awaitNoOtherSession(DataSource database) {
        Jdbi.create(database).useHandle(handle -> {
            var others = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database()";
            while (handle.createQuery(others).mapTo(Integer.class).one() > 1) {
                Thread.onSpinWait();
            }
        });
    }

    private static void tryTo(DurablePlan plan, int day) {
        try {
            plan.bringUpTo(day(day), progress -> {});
        } catch (UnavailableException e) {
            assertThat(e).hasMessageContaining("SQL state");
        }
    }

    static DurablePlan plan(DataSource database, boolean idsInProcess) {
        return new DurablePlan(ledger(database, idsInProcess), Clock.systemUTC());
    }

    static DurablePlan plan(DataSource database, HeapRoom heap) {
        return new DurablePlan(ledger(database, true), Clock.systemUTC(), heap);
    }

    private static RetentionLedger ledger(DataSource database, boolean idsInProcess) {
        return new RetentionLedger(
                new JdbcActivityLog(database, LoggedHistory.TABLE),
                new LedgerSettings(
                        Optional.empty(), "user_last_seen", 400, 2, true, idsInProcess, Duration.ofSeconds(30)));
    }
}
