package ai.levqor.ops.engine.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.levqor.ops.engine.retention.RetentionPlan.Night;
import ai.levqor.ops.engine.retention.RetentionPlan.Outcome;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.activity.DayRange;
import ai.levqor.ops.store.jdbc.ActivityTable;
import ai.levqor.ops.store.jdbc.Databases;
import ai.levqor.ops.store.jdbc.JdbcActivityLog;
import ai.levqor.ops.store.jdbc.LedgerSettings;
import ai.levqor.ops.store.jdbc.RealPostgres;
import ai.levqor.ops.store.jdbc.RetentionLedger;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DurablePlanFaultTest {
    private static final LocalDate START = LocalDate.of(2026, 1, 1);
    private static final DayRange DAYS = new DayRange(START, START.plusDays(40));
    private static final Duration NO_WAIT = Duration.ofMillis(200);

    @Test
    @DisplayName("kill -9 in the middle of a night leaves no half day, and the next run does it")
    void killed() throws IOException, InterruptedException {
        var database = log(Databases.POSTGRESQL);
        var plan = plan(database, NO_WAIT);
        plan.bringUpTo(START.plusDays(20), progress -> {});
        var before = everything(database);

        for (int steps = 1; steps <= 3; steps++) {
            killAfter(steps, database);
            awaitNoOtherSession(database);

            assertThat(everything(database))
                    .as("after a kill at step %d", steps)
                    .isEqualTo(before);
        }
        var night = plan.bringUpTo(START.plusDays(23), progress -> {});

        assertThat(night).isEqualTo(new Night(Outcome.DONE, 3, 0, 0));
        assertThat(plan.rows(DAYS).get(23).dau()).hasValue(3);
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    @DisplayName("of two instances at once one does the night, and the other leaves it to that one")
    void two(Databases kind) {
        var database = log(kind);
        var one = plan(database, NO_WAIT);
        var other = plan(database, NO_WAIT);
        one.bringUpTo(START.plusDays(30), progress -> {});
        var meanwhile = new Night[1];

        var night = one.bringUpTo(START.plusDays(31), progress -> {
            if (progress.phase().equals("days")) {
                meanwhile[0] = other.bringUpTo(START.plusDays(31), ignored -> {});
            }
        });

        assertThat(night).isEqualTo(new Night(Outcome.DONE, 1, 0, 0));
        assertThat(meanwhile[0]).isEqualTo(new Night(Outcome.ELSEWHERE, 0, 0, 0));
        assertThat(other.bringUpTo(START.plusDays(31), progress -> {})).isEqualTo(new Night(Outcome.DONE, 0, 0, 0));
    }

    @Test
    @DisplayName("a connection that is cut in the middle of a night is a fault, and nothing of the night is visible")
    void cut() {
        var database = log(Databases.POSTGRESQL);
        var plan = plan(database, NO_WAIT);
        plan.bringUpTo(START.plusDays(20), progress -> {});
        var before = everything(database);

        assertThatThrownBy(() -> plan.bringUpTo(START.plusDays(22), progress -> {
                    if (progress.phase().equals("days")) {
                        cutOthers(database);
                    }
                }))
                .isInstanceOf(UnavailableException.class);

        assertThat(everything(database)).isEqualTo(before);
    }

    @Test
    @DisplayName("a night that is interrupted gives up, and nothing of it is visible")
    void interrupted() {
        var database = log(Databases.H2);
        var plan = plan(database, NO_WAIT);
        plan.bringUpTo(START.plusDays(20), progress -> {});
        var before = everything(database);

        try {
            assertThatThrownBy(() -> plan.bringUpTo(START.plusDays(22), progress -> {
                        if (progress.phase().equals("days")) {
                            Thread.currentThread().interrupt();
                        }
                    }))
                    .isInstanceOf(UnavailableException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }

        assertThat(everything(database)).isEqualTo(before);
    }

    private static void killAfter(int steps, DataSource database) throws IOException, InterruptedException {
        var child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        NightProcess.class.getName(),
                        RealPostgres.url("postgres", RealPostgres.nameOf(database)),
                        START.plusDays(23).toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var heard = child.inputReader();
                var told = child.outputWriter()) {
            for (int step = 1; step <= steps; step++) {
                var line = heard.readLine();
                while (line != null && !line.matches("(late rows|days) \\d")) {
                    line = heard.readLine();
                }
                assertThat(line).as("step %d of the child", step).isNotNull();
                if (step < steps) {
                    told.write('\n');
                    told.flush();
                }
            }
        } finally {
            child.destroyForcibly();
            assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** The server notices a dead client when it next hears nothing from it. */
    private static void awaitNoOtherSession(DataSource database) {
        Jdbi.create(database).useHandle(handle -> {
            while (!Thread.interrupted()
                    && handle.createQuery("SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database()")
                                    .mapTo(Integer.class)
                                    .one()
                            > 1) {
                Thread.onSpinWait();
            }
        });
    }

    private static void cutOthers(DataSource database) {
        Jdbi.create(database)
                .useHandle(
                        handle -> handle.execute(
                                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"));
    }

    /** All that the ledger's tables hold. */
    private static List<Object> everything(DataSource database) {
        return Jdbi.create(database)
                .withHandle(handle -> Stream.concat(tables(handle).stream(), tablesOfArrays(handle))
                        .toList());
    }

    /** On PostgreSQL. Arrays as text, since two objects of the driver are never equal. */
    private static Stream<Object> tablesOfArrays(Handle handle) {
        return handle
                .createQuery(
                        "SELECT table_name FROM information_schema.tables WHERE table_name IN ('levqor_activity_recent', 'levqor_activity_changes')")
                .mapTo(String.class)
                .list()
                .stream()
                .map(table -> handle.createQuery("SELECT CAST(t AS VARCHAR) FROM %s t ORDER BY 1".formatted(table))
                        .mapTo(String.class)
                        .list());
    }

    private static List<Object> tables(Handle handle) {
        return List.of(
                        "analytics_aggregates",
                        "user_last_seen",
                        "levqor_activity_gaps",
                        "levqor_activity_cohorts",
                        "levqor_retention_mark")
                .stream()
                .<Object>map(table -> handle.createQuery("SELECT * FROM " + table + " ORDER BY 1, 2")
                        .mapToMap()
                        .list())
                .toList();
    }

    private static DataSource log(Databases kind) {
        var database = kind.fresh();
        Jdbi.create(database).useHandle(handle -> {
            handle.execute("CREATE TABLE audit_log (id %s, user_id BIGINT, happened_at %s)"
                    .formatted(kind.identity(), kind.instant()));
            for (int day = 0; day < 40; day++) {
                for (int user = 0; user < 3; user++) {
                    handle.execute(
                            "INSERT INTO audit_log (user_id, happened_at) VALUES (?, ?)",
                            user + day % 5,
                            START.plusDays(day).atTime(12, 0).atOffset(ZoneOffset.UTC));
                }
            }
        });
        return database;
    }

    private static DurablePlan plan(DataSource database, Duration lockWait) {
        var table = ActivityTable.of("audit_log", "user_id", "happened_at").withIngestColumn("id");
        return new DurablePlan(
                new RetentionLedger(
                        new JdbcActivityLog(database, table),
                        new LedgerSettings(Optional.empty(), "user_last_seen", 400, 2, true, true, lockWait)),
                Clock.systemUTC());
    }
}
