package ai.levqor.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.levqor.ops.engine.FakeTime;
import ai.levqor.ops.engine.SourceHealth;
import ai.levqor.ops.engine.job.JobRun.Outcome;
import ai.levqor.ops.engine.retention.RetentionRow;
import ai.levqor.ops.engine.retention.RetentionRow.State;
import ai.levqor.ops.local.InMemoryStateStore;
import ai.levqor.ops.spi.ConfigurationException;
import ai.levqor.ops.spi.activity.ActivitySink;
import ai.levqor.ops.spi.activity.ActivitySource;
import ai.levqor.ops.spi.activity.DayRange;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Active users through the front door, with and without a database. */
@Timeout(120)
class RetentionStoryTest {
    private static final LocalDate TODAY = LocalDate.parse("2026-03-01");

    private final FakeTime time = new FakeTime();
    private final InMemoryStateStore state = new InMemoryStateStore();
    private final DataSource database = h2();
    private final List<LevqorOps> built = new ArrayList<>();
    private final Path folder;

    RetentionStoryTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @AfterEach
    void close() {
        built.forEach(LevqorOps::close);
    }

    @Test
    @DisplayName(
            "a host's audit log is counted in every way to the same figures, and only the durable one writes tables")
    void auditLog() {
        givenAuditLog();
        var neverWrites = build(Map.of("OPS_ACTIVITY_TABLE", "audit", "OPS_RETENTION_WRITE", "never"), database);
        var pushedDown = build(
                Map.of(
                        "OPS_ACTIVITY_TABLE",
                        "audit",
                        "OPS_RETENTION_WRITE",
                        "never",
                        "OPS_ACTIVITY_IDS",
                        "in_database"),
                database,
                new InMemoryStateStore());
        assertThat(neverWrites.retention().run().outcome()).isEqualTo(Outcome.DONE);
        assertThat(pushedDown.retention().run().outcome()).isEqualTo(Outcome.DONE);
        assertThat(tables()).containsExactly("AUDIT");

        var durable = build(Map.of("OPS_ACTIVITY_TABLE", "audit", "OPS_RETENTION_TABLE", "daily"), database);
        assertThat(durable.retention().run().outcome()).isEqualTo(Outcome.DONE);

        assertThat(tables()).contains("DAILY", "USER_LAST_SEEN");
        assertThat(figures(neverWrites)).hasSize(59).isEqualTo(figures(pushedDown));
        assertThat(actives(durable)).isEqualTo(actives(neverWrites));
        assertThat(neverWrites.retention().rows(1).rows().get(0).dau()).hasValue(10);
        assertThat(neverWrites.health().sources())
                .noneMatch(source -> source.name().startsWith("retention"));
    }

    @Test
    @DisplayName("without a log of the host's, what is recorded goes to a table, and is counted when the day is over")
    void recordedInDatabase() {
        var ops = build(Map.of("OPS_RETENTION_WRITE", "never"), database);
        for (int day = 0; day < 10; day++) {
            for (int user = 0; user <= day; user++) {
                ops.activity().record(user);
                ops.activity().record("guest-" + user);
            }
            assertThat(ops.tick()).isNotNull();
            time.pass(Duration.ofDays(1));
        }

        assertThat(ops.retention().run().outcome()).isEqualTo(Outcome.DONE);

        var rows = ops.retention().rows(30).rows();
        assertThat(rows).hasSize(10);
        assertThat(rows.get(0).dau()).hasValue(20);
        assertThat(rows.get(9).state()).isEqualTo(State.PARTIAL);
        ops.activity().forget("guest-0");
        ops.activity().forget(0);
        assertThat(ops.retention().run().outcome()).isEqualTo(Outcome.DONE);
        assertThat(ops.retention().rows(1).rows().get(0).dau()).hasValue(18);
    }

    @Test
    @DisplayName("what is recorded can be kept durably, and a user can be erased from that too")
    void recordedDurably() {
        var ops = build(Map.of(), database);
        for (int day = 0; day < 3; day++) {
            ops.activity().record(7);
            ops.activity().record(UUID.fromString("0f8fad5b-d9cb-469f-a165-70867728950e"));
            assertThat(ops.tick()).isNotNull();
            time.pass(Duration.ofDays(1));
        }

        assertThat(ops.retention().run().outcome()).isEqualTo(Outcome.DONE);
        ops.activity().forget(7);

        assertThat(ops.retention().rows(1).rows().get(0).dau()).hasValue(2);
        List<String> left = Jdbi.create(database)
                .withHandle(handle -> handle.createQuery("SELECT user_id FROM user_last_seen")
                        .mapTo(String.class)
                        .list());
        assertThat(left).containsExactly("0f8fad5b-d9cb-469f-a165-70867728950e");
    }

    @Test
    @DisplayName("without a database it is counted in memory: the first day is a part of one, windows fill up")
    void inMemory() {
        var ops = buildWithout();
        for (int day = 0; day < 9; day++) {
            ops.activity().record(1);
            time.pass(Duration.ofDays(1));
        }

        assertThat(ops.retention().run().outcome()).isEqualTo(Outcome.DONE);

        var rows = ops.retention().rows(30).rows();
        assertThat(rows).hasSize(9);
        assertThat(rows.get(8).state()).isEqualTo(State.PARTIAL);
        assertThat(rows.get(0).dau()).hasValue(1);
        assertThat(rows.get(0).wau()).hasValue(1);
        assertThat(rows.get(0).mau()).isEmpty();
        assertThat(rows.get(0).state()).isEqualTo(State.INCOMPLETE_WINDOW);
        var restarted = buildWithout();
        assertThat(restarted.retention().rows(30).rows()).hasSize(9);
    }

    @Test
    @DisplayName("with a source of the host's own, what is recorded in process is dropped and counted")
    void ownSource() {
        var meters = new SimpleMeterRegistry();
        var ops = builder(Map.of(), state)
                .meters(meters)
                .activitySource(new OneUser())
                .build();
        built.add(ops);
        ops.activity().record(1);

        assertThat(ops.retention().run().outcome()).isEqualTo(Outcome.DONE);

        assertThat(ops.retention().rows(1).rows().get(0).dau()).hasValue(1);
        assertThat(meters.get("levqor.activity.dropped").counter().count()).isEqualTo(1);
    }

    @Test
    @DisplayName("a database that is away fails the night, degrades health, and the next night does it")
    void databaseAway() {
        var ops = build(Map.of("OPS_RETENTION_WRITE", "never"), database);
        ops.activity().record(1);
        Jdbi.create(database).useHandle(handle -> handle.execute("CREATE VIEW levqor_activity AS SELECT 1 AS x"));

        assertThat(ops.retention().run().outcome()).isEqualTo(Outcome.FAILED);

        assertThat(ops.health().sources())
                .contains(new SourceHealth("retention", SourceHealth.Status.DEGRADED, "the days could not be counted"));
        Jdbi.create(database).useHandle(handle -> handle.execute("DROP VIEW levqor_activity"));
    }

    @Test
    @DisplayName("a table that is not there, or no database for it, stops the start and names what to do")
    void mistakes() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> builder(Map.of("OPS_ACTIVITY_TABLE", "nowhere"), state)
                        .database(database)
                        .build())
                .withMessageContaining("nowhere");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() ->
                        builder(Map.of("OPS_ACTIVITY_TABLE", "audit"), state).build())
                .withMessageContaining("database(dataSource)");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> builder(
                                Map.of("OPS_RETENTION_TABLE", "a.rows", "OPS_RETENTION_STATE_TABLE", "b.seen"), state)
                        .database(database)
                        .build())
                .withMessageContaining("a.rows")
                .withMessageContaining("b.seen");
    }

    private void givenAuditLog() {
        Jdbi.create(database).useHandle(handle -> {
            handle.execute("CREATE TABLE audit (user_id BIGINT NOT NULL, created_at TIMESTAMP WITH TIME ZONE NOT NULL,"
                    + " email VARCHAR(200))");
            for (int back = 0; back < 60; back++) {
                handle.execute(
                        "INSERT INTO audit SELECT X + ?, CAST(? AS TIMESTAMP WITH TIME ZONE), 'x@example.org'"
                                + " FROM SYSTEM_RANGE(1, 10)",
                        back % 7,
                        TODAY.minusDays(back) + " 11:00:00+00");
            }
        });
    }

    private List<String> tables() {
        return Jdbi.create(database)
                .withHandle(handle -> handle.createQuery("SELECT table_name FROM information_schema.tables"
                                + " WHERE table_schema = 'PUBLIC' ORDER BY table_name")
                        .mapTo(String.class)
                        .list());
    }

    private static List<List<Object>> figures(LevqorOps ops) {
        return ops.retention().rows(60).rows().stream()
                .map(row -> List.<Object>of(row.day(), row.dau(), row.wau(), row.mau(), row.growth(), row.state()))
                .toList();
    }

    private static List<List<Object>> actives(LevqorOps ops) {
        return ops.retention().rows(60).rows().stream()
                .map(RetentionStoryTest::actives)
                .toList();
    }

    private static List<Object> actives(RetentionRow row) {
        return List.of(row.day(), row.dau(), row.wau(), row.mau());
    }

    private LevqorOps build(Map<String, String> settings, DataSource data) {
        return build(settings, data, state);
    }

    private LevqorOps build(Map<String, String> settings, DataSource data, InMemoryStateStore store) {
        var ops = builder(settings, store).database(data).build();
        built.add(ops);
        return ops;
    }

    private LevqorOps buildWithout() {
        var ops = builder(Map.of(), state).build();
        built.add(ops);
        return ops;
    }

    private LevqorOps.Builder builder(Map<String, String> settings, InMemoryStateStore store) {
        return LevqorOps.builder()
                .settings(OpsSettings.of(settings))
                .setting("OPS_FLAGS_FILE", folder.resolve("flags.json").toString())
                .setting("OPS_LOG_DIR", folder.resolve("logs").toString())
                .state(store)
                .withoutQueue()
                .clock(time)
                .ticker(time);
    }

    private static DataSource h2() {
        var h2 = new JdbcDataSource();
        h2.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        return h2;
    }

    /** A log of one user on two days. */
    private static final class OneUser implements ActivitySource {
        private static final DayRange DAYS = new DayRange(TODAY.minusDays(2), TODAY);

        @Override
        public Optional<DayRange> days() {
            return Optional.of(DAYS);
        }

        @Override
        public void read(DayRange days, ActivitySink sink) {
            for (var day = days.from(); day.isBefore(days.to()); day = day.plusDays(1)) {
                if (DAYS.contains(day)) {
                    sink.seen(0, 1, Math.toIntExact(day.toEpochDay()));
                }
            }
        }
    }
}
