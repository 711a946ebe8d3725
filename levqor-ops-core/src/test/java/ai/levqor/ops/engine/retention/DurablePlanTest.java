package ai.levqor.ops.engine.retention;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.engine.retention.RetentionPlan.Night;
import ai.levqor.ops.engine.retention.RetentionPlan.Outcome;
import ai.levqor.ops.engine.retention.RetentionRow.State;
import ai.levqor.ops.spi.activity.DayRange;
import ai.levqor.ops.store.jdbc.ActivityTable;
import ai.levqor.ops.store.jdbc.Databases;
import ai.levqor.ops.store.jdbc.JdbcActivityLog;
import ai.levqor.ops.store.jdbc.LedgerSettings;
import ai.levqor.ops.store.jdbc.RetentionLedger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurablePlanTest {
    private static final LocalDate START = LocalDate.of(2026, 1, 1);
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-09-01T00:05:00Z"), ZoneOffset.UTC);
    private static final int USERS = 40;

    private final Random random = new Random(20261126);
    private final Truth truth = new Truth();

    @ParameterizedTest
    @CsvSource({
        "POSTGRESQL, true, true",
        "POSTGRESQL, false, true",
        "POSTGRESQL, true, false",
        "MARIADB, true, true",
        "MARIADB, false, true",
        "MARIADB, true, false",
        "H2, true, true",
        "H2, false, true",
        "H2, false, false"
    })
    @DisplayName("night after night, with rows up to months late, every figure and cohort is that of all rows at once")
    void lateRows(Databases kind, boolean idsInProcess, boolean ingest) {
        var database = log(kind);
        var plan = plan(database, settings(idsInProcess, ingest ? 0 : 5, true), ingest);
        history(database, 70);

        plan.bringUpTo(START.plusDays(69), progress -> {});
        for (int day = 70; day < 100; day++) {
            for (int event = 0; event < random.nextInt(30); event++) {
                insert(database, random.nextInt(USERS * 2), START.plusDays(day));
            }
            for (int event = 0; event < random.nextInt(6); event++) {
                var back = ingest ? random.nextInt(day) : random.nextInt(5);
                insert(database, random.nextInt(USERS * 3), START.plusDays(day - 1L - back));
            }
            plan.bringUpTo(START.plusDays(day), progress -> {});
        }

        assertTrue(plan, 100);
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    @DisplayName("after missed nights the newest days are there before the first of them is counted")
    void newestFirst(Databases kind) {
        var database = log(kind);
        var plan = plan(database, settings(true, 0, true), true);
        history(database, 100);
        plan.bringUpTo(START.plusDays(60), progress -> {});
        var missed = new DayRange(START.plusDays(69), START.plusDays(100));
        var meanwhile = new ArrayList<RetentionRow>();

        var night = plan.bringUpTo(START.plusDays(99), progress -> {
            if (progress.phase().equals("late rows")) {
                meanwhile.addAll(plan.rows(missed));
            }
        });

        assertThat(meanwhile).hasSize(31).allSatisfy(row -> {
            assertThat(row.state()).isEqualTo(State.FINAL);
            assertThat(row.dau()).hasValue(truth.active(row.day(), 1));
            assertThat(row.wau()).hasValue(truth.active(row.day(), 7));
            assertThat(row.mau()).hasValue(truth.active(row.day(), 30));
        });
        assertThat(night).isEqualTo(new Night(Outcome.DONE, 39, 0, 0));
        assertTrue(plan, 100);
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    @DisplayName("if the log does not reach back over the month before missed nights, none is shown before its turn")
    void newestUnknown(Databases kind) {
        var database = log(kind);
        var plan = plan(database, settings(true, 0, true), true);
        history(database, 30);
        plan.bringUpTo(START.plusDays(20), progress -> {});
        var phases = new TreeSet<String>();

        plan.bringUpTo(START.plusDays(29), progress -> phases.add(progress.phase()));

        assertThat(phases).containsExactly("days", "late rows");
        assertTrue(plan, 30);
    }

    @Test
    @DisplayName("on PostgreSQL the newest days wait for a week, and are then folded into the last-seen table")
    void folded() {
        var database = log(Databases.POSTGRESQL);
        var plan = plan(database, settings(true, 0, true), true);
        history(database, 40);
        plan.bringUpTo(START.plusDays(19), progress -> {});

        for (int day = 20; day < 40; day++) {
            plan.bringUpTo(START.plusDays(day), progress -> {});
        }

        Jdbi.create(database).useHandle(handle -> {
            assertThat(days(handle, "SELECT DISTINCT on_day FROM levqor_activity_recent ORDER BY 1"))
                    .containsExactlyElementsOf(
                            START.plusDays(33).datesUntil(START.plusDays(40)).toList());
        });
        assertTrue(plan, 40);
    }

    @ParameterizedTest
    @ValueSource(strings = {"INTEGER", "UUID", "VARCHAR(40)", "CHAR(36)", "TEXT"})
    @DisplayName("on PostgreSQL ids of every type are kept and folded")
    void ids(String type) {
        var database = Databases.POSTGRESQL.fresh();
        Jdbi.create(database)
                .useHandle(handle -> handle.execute(
                        "CREATE TABLE audit_log (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, user_id %s, happened_at TIMESTAMP WITH TIME ZONE)"
                                .formatted(type)));
        var plan = plan(database, settings(true, 0, true), true);
        var days = new DayRange(START, START.plusDays(20));
        insert(database, type, 1, START);
        insert(database, type, 2, START.plusDays(2));
        plan.bringUpTo(START.plusDays(2), progress -> {});

        for (int day = 3; day < 20; day++) {
            insert(database, type, day % 5, START.plusDays(day));
            insert(database, type, day % 3, START.plusDays(day - 2L));
            plan.bringUpTo(START.plusDays(day), progress -> {});
        }

        assertThat(plan.rows(days)).allSatisfy(row -> {
            assertThat(row.dau()).hasValue(truth.active(row.day(), 1));
            assertThat(row.mau()).hasValue(truth.active(row.day(), 30));
        });
    }

    @Test
    @DisplayName("an erased user is in no table any more")
    void erased() {
        var database = log(Databases.POSTGRESQL);
        var plan = plan(database, settings(true, 0, true), true);
        history(database, 20);
        plan.bringUpTo(START.plusDays(17), progress -> {});
        insert(database, 7, START.plusDays(18));
        plan.bringUpTo(START.plusDays(18), progress -> {});

        plan.forget(0, 7);

        Jdbi.create(database)
                .useHandle(handle -> assertThat(handle.createQuery(
                                        "SELECT user_id FROM user_last_seen UNION SELECT unnest(users) FROM levqor_activity_recent")
                                .mapTo(Long.class)
                                .list())
                        .isNotEmpty()
                        .doesNotContain(7L));
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    @DisplayName("users for whom the heap has no room are counted by the database, to the same figures")
    void smallHeap(Databases kind) {
        var database = log(kind);
        var plan = new DurablePlan(ledger(database, settings(true, 0, true), true), CLOCK, new HeapRoom(100));
        history(database, 70);

        plan.bringUpTo(START.plusDays(69), progress -> {});

        assertTrue(plan, 70);
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    @DisplayName("a night may be repeated: it finds everything done")
    void repeated(Databases kind) {
        var database = log(kind);
        var plan = plan(database, settings(true, 0, true), true);
        history(database, 20);
        plan.bringUpTo(START.plusDays(18), progress -> {});

        var night = plan.bringUpTo(START.plusDays(19), progress -> {});
        var again = plan.bringUpTo(START.plusDays(19), progress -> {});

        assertThat(night).isEqualTo(new Night(Outcome.DONE, 1, 0, 0));
        assertThat(again).isEqualTo(new Night(Outcome.DONE, 0, 0, 0));
        assertTrue(plan, 20);
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    @DisplayName("what lies before the log is unknown: its first day is partial, and windows fill up")
    void unknownBefore(Databases kind) {
        var database = log(kind);
        var plan = plan(database, settings(true, 2, false), true);
        history(database, 40);

        plan.bringUpTo(START.plusDays(39), progress -> {});

        var rows = plan.rows(new DayRange(START.minusDays(1), START.plusDays(41)));
        assertThat(rows.get(0)).isEqualTo(RetentionRow.missing(START.minusDays(1)));
        assertThat(rows.get(1).state()).isEqualTo(State.PARTIAL);
        assertThat(rows.get(1).dau()).isEmpty();
        assertThat(rows.get(2).state()).isEqualTo(State.INCOMPLETE_WINDOW);
        assertThat(rows.get(2).dau()).hasValue(truth.active(START.plusDays(1), 1));
        assertThat(rows.get(7).wau()).isEmpty();
        assertThat(rows.get(8).wau()).hasValue(truth.active(START.plusDays(7), 7));
        assertThat(rows.get(30).mau()).isEmpty();
        assertThat(rows.get(31).mau()).hasValue(truth.active(START.plusDays(30), 30));
        assertThat(rows.get(31).state()).isEqualTo(State.FINAL);
        assertThat(rows.get(41).state()).isEqualTo(State.MISSING);
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    @DisplayName("a purge of the log erases nothing, and a late row it leaves nothing to place by changes nothing")
    void purged(Databases kind) {
        var database = log(kind);
        var plan = plan(database, settings(true, 0, true), true);
        insert(database, 1, START);
        insert(database, 1, START.plusDays(150));
        insert(database, 2, START.plusDays(149));
        plan.bringUpTo(START.plusDays(150), progress -> {});
        var before = plan.rows(new DayRange(START, START.plusDays(151)));
        Jdbi.create(database).useHandle(handle -> handle.execute("DELETE FROM audit_log WHERE user_id = 1"));

        Jdbi.create(database)
                .useHandle(handle -> handle.execute(
                        "INSERT INTO audit_log (user_id, happened_at) VALUES (1, ?)",
                        START.plusDays(75).atStartOfDay().atOffset(ZoneOffset.UTC)));
        var night = plan.bringUpTo(START.plusDays(150), progress -> {});

        assertThat(night).isEqualTo(new Night(Outcome.DONE, 0, 0, 1));
        assertThat(plan.rows(new DayRange(START, START.plusDays(151)))).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    @DisplayName("a corrected row says when, and one that did not change says nothing")
    void revised(Databases kind) {
        var database = log(kind);
        var plan = plan(database, settings(true, 0, true), true);
        insert(database, 1, START);
        insert(database, 2, START.plusDays(9));
        plan.bringUpTo(START.plusDays(9), progress -> {});

        insert(database, 1, START.plusDays(2));
        var night = plan.bringUpTo(START.plusDays(9), progress -> {});

        // The day itself, and the weeks of the two days that the first day no longer reaches; the month had the user
        // already.
        assertThat(night.revised()).isEqualTo(3);
        var rows = plan.rows(new DayRange(START, START.plusDays(10)));
        assertThat(rows.get(2).revisedAt()).contains(CLOCK.instant());
        assertThat(rows.get(2).computedAt()).contains(CLOCK.instant());
        assertThat(rows.get(2).dau()).hasValue(1);
        assertThat(rows.get(3).revisedAt()).isEmpty();
        assertThat(rows.get(7).wau()).hasValue(1);
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    @DisplayName("a day without users inside the history is a real zero")
    void zero(Databases kind) {
        var database = log(kind);
        var plan = plan(database, settings(true, 2, true), false);
        insert(database, 1, START);
        insert(database, 1, START.plusDays(3));

        plan.bringUpTo(START.plusDays(1), progress -> {});
        plan.bringUpTo(START.plusDays(3), progress -> {});

        assertThat(plan.rows(new DayRange(START, START.plusDays(4))))
                .extracting(RetentionRow::dau)
                .containsExactly(OptionalLong.of(1), OptionalLong.of(0), OptionalLong.of(0), OptionalLong.of(1));
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    @DisplayName("a log without a row has nothing to count")
    void empty(Databases kind) {
        var plan = plan(log(kind), settings(true, 2, true), true);

        var night = plan.bringUpTo(START, progress -> {});

        assertThat(night.outcome()).isEqualTo(Outcome.NO_DATA);
        assertThat(plan.rows(DayRange.of(START))).containsExactly(RetentionRow.missing(START));
    }

    @ParameterizedTest
    @EnumSource(Databases.class)
    @DisplayName("a host's own table of four columns is used as it is, and its older rows stay")
    void adopted(Databases kind) {
        var database = log(kind);
        Jdbi.create(database).useHandle(handle -> {
            handle.execute("CREATE TABLE analytics_aggregates (%s DATE PRIMARY KEY, dau INT, wau INT, mau INT NOT NULL)"
                    .formatted(kind == Databases.H2 ? "\"DAY\"" : "day"));
            handle.execute("INSERT INTO analytics_aggregates VALUES (DATE '2025-06-01', 7, 8, 9)");
        });
        var plan = plan(database, settings(true, 2, false), true);
        history(database, 40);

        plan.bringUpTo(START.plusDays(39), progress -> {});

        assertThat(plan.rows(DayRange.of(LocalDate.of(2025, 6, 1))).get(0).mau())
                .hasValue(9);
        var rows = plan.rows(new DayRange(START, START.plusDays(40)));
        assertThat(rows.get(29).state()).isEqualTo(State.MISSING);
        assertThat(rows.get(30).mau()).hasValue(truth.active(START.plusDays(30), 30));
        assertThat(rows.get(30).state()).isEqualTo(State.FINAL);
        assertThat(rows.get(30).computedAt()).isEmpty();
    }

    private static List<LocalDate> days(Handle handle, String query) {
        return handle.createQuery(query).mapTo(LocalDate.class).list();
    }

    private void assertTrue(RetentionPlan plan, int days) {
        for (var row : plan.rows(new DayRange(START, START.plusDays(days)))) {
            assertThat(row.dau()).as("dau of %s", row.day()).hasValue(truth.active(row.day(), 1));
            assertThat(row.wau()).as("wau of %s", row.day()).hasValue(truth.active(row.day(), 7));
            assertThat(row.mau()).as("mau of %s", row.day()).hasValue(truth.active(row.day(), 30));
        }
        var cohorts = plan.cohorts(new DayRange(START, START.plusDays(days)));
        for (int first = 0; first < days; first++) {
            for (int offset = 0; first + offset < days; offset++) {
                var day = START.plusDays(first);
                var epochDay = (int) day.toEpochDay();
                assertThat(cohorts.classic(epochDay, offset))
                        .as("classic, day %s of %s", offset, day)
                        .isEqualTo(truth.classic(day, offset));
                assertThat(cohorts.rolling(epochDay, offset))
                        .as("rolling, day %s of %s", offset, day)
                        .isEqualTo(truth.rolling(day, offset));
            }
        }
    }

    private void history(DataSource database, int days) {
        Jdbi.create(database).useHandle(handle -> {
            var batch = handle.prepareBatch("INSERT INTO audit_log (user_id, happened_at) VALUES (?, ?)");
            for (int day = 0; day < days; day++) {
                for (int event = 0; event < 3 + random.nextInt(20); event++) {
                    // Some users stay away for months.
                    var user = random.nextInt(3) > 0 ? random.nextInt(USERS) : USERS + day % 60;
                    truth.seen(user, START.plusDays(day));
                    batch.bind(0, user)
                            .bind(
                                    1,
                                    START.plusDays(day)
                                            .atTime(random.nextInt(24), 0)
                                            .atOffset(ZoneOffset.UTC))
                            .add();
                }
            }
            batch.execute();
        });
    }

    private void insert(DataSource database, long user, LocalDate day) {
        truth.seen(user, day);
        Jdbi.create(database)
                .useHandle(handle -> handle.execute(
                        "INSERT INTO audit_log (user_id, happened_at) VALUES (?, ?)",
                        user,
                        day.atTime(random.nextInt(24), random.nextInt(60)).atOffset(ZoneOffset.UTC)));
    }

    private void insert(DataSource database, String type, long user, LocalDate day) {
        truth.seen(user, day);
        Jdbi.create(database)
                .useHandle(handle -> handle.execute(
                        "INSERT INTO audit_log (user_id, happened_at) VALUES (CAST(? AS %s), ?)".formatted(type),
                        type.equals("INTEGER") ? Long.toString(user) : new UUID(0, user).toString(),
                        day.atTime(12, 0).atOffset(ZoneOffset.UTC)));
    }

    private static DataSource log(Databases kind) {
        var database = kind.fresh();
        Jdbi.create(database)
                .useHandle(handle -> handle.execute(
                        "CREATE TABLE audit_log (id %s, user_id BIGINT, happened_at %s, secret VARCHAR(20))"
                                .formatted(kind.identity(), kind.instant())));
        return database;
    }

    private static LedgerSettings settings(boolean idsInProcess, int lookBack, boolean complete) {
        return new LedgerSettings(
                Optional.empty(), "user_last_seen", 400, lookBack, complete, idsInProcess, Duration.ofSeconds(5));
    }

    private static DurablePlan plan(DataSource database, LedgerSettings settings, boolean ingest) {
        return new DurablePlan(ledger(database, settings, ingest), CLOCK);
    }

    private static RetentionLedger ledger(DataSource database, LedgerSettings settings, boolean ingest) {
        var table = ActivityTable.of("audit_log", "user_id", "happened_at");
        var ledger = new RetentionLedger(
                new JdbcActivityLog(database, ingest ? table.withIngestColumn("id") : table), settings);
        assertThat(ledger.open()).isEmpty();
        return ledger;
    }
}
