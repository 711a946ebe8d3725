package ai.levqor.ops.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.levqor.ops.spi.ConfigurationException;
import ai.levqor.ops.spi.UnavailableException;
import ai.levqor.ops.spi.activity.DayRange;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JdbcActivityLogTest {
    private static final ZoneId LONDON = ZoneId.of("Europe/London");
    private static final ActivityTable LOG = ActivityTable.of("audit_log", "user_id", "happened_at");

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "H2"})
    @DisplayName(
            "days are those of a named zone, to the microsecond, also where the clocks change; read and counted alike")
    void days(Databases kind) {
        var database = table(kind, "BIGINT", "TIMESTAMP WITH TIME ZONE", """
                (1, TIMESTAMP WITH TIME ZONE '2026-03-28 23:59:59.999999+00'),
                (2, TIMESTAMP WITH TIME ZONE '2026-03-29 00:00:00+00'),
                (3, TIMESTAMP WITH TIME ZONE '2026-03-29 22:59:59.999999+00'),
                (4, TIMESTAMP WITH TIME ZONE '2026-03-29 23:00:00+00'),
                (4, TIMESTAMP WITH TIME ZONE '2026-03-30 12:00:00+00'),
                (5, TIMESTAMP WITH TIME ZONE '2026-10-24 23:00:00+00'),
                (6, TIMESTAMP WITH TIME ZONE '2026-10-25 23:59:59.999999+00'),
                (7, TIMESTAMP WITH TIME ZONE '2026-10-26 00:00:00+00'),
                (1, TIMESTAMP WITH TIME ZONE '1970-01-01 12:00:00+00'),
                (1, TIMESTAMP WITH TIME ZONE '2099-01-01 12:00:00+00'),
                (NULL, TIMESTAMP WITH TIME ZONE '2026-03-29 12:00:00+00'),
                (8, NULL)""");
        var log = new JdbcActivityLog(database, LOG.withZones(ZoneOffset.UTC, LONDON));

        var seen = seen(log, new DayRange(LocalDate.of(2026, 3, 28), LocalDate.of(2026, 10, 27)));

        assertThat(seen.toString())
                .isEqualTo("{2026-03-28=[1], 2026-03-29=[2, 3], 2026-03-30=[4], 2026-10-25=[5, 6], 2026-10-26=[7]}");
        assertThat(users(log, new DayRange(LocalDate.of(2026, 3, 28), LocalDate.of(2026, 10, 27)))
                        .toString())
                .isEqualTo("{2026-03-28=1, 2026-03-29=2, 2026-03-30=1, 2026-10-25=2, 2026-10-26=1}");
        assertThat(log.days()).contains(new DayRange(LocalDate.of(1970, 1, 1), LocalDate.of(2099, 1, 2)));
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "H2"})
    @DisplayName("a time may be a zoneless timestamp, whole seconds or milliseconds, an ISO text or a date")
    void timeTypes(Databases kind) {
        var zoneless = table(
                kind,
                "BIGINT",
                "TIMESTAMP",
                "(1, TIMESTAMP '2026-03-29 23:30:00'), (2, TIMESTAMP '2026-03-30 00:30:00')");
        var seconds = table(kind, "BIGINT", "BIGINT", "(1, 1774823400), (2, 1774827000), (3, -1)");
        var millis = table(kind, "BIGINT", "BIGINT", "(1, 1774823400000), (2, 1774827000000), (3, -1)");
        var text = table(
                kind,
                "BIGINT",
                "VARCHAR(40)",
                "(1, '2026-03-29T22:30:00Z'), (2, '2026-03-30T01:30:00+02:00'), (3, '2026-03-30T01:30:00')");
        var date = table(kind, "BIGINT", "DATE", "(1, DATE '2026-03-29'), (2, DATE '2026-03-30')");
        var expected = "{2026-03-29=[1], 2026-03-30=[2]}";

        assertAlike(new JdbcActivityLog(zoneless, LOG.withZones(LONDON, LONDON)), expected);
        assertAlike(
                new JdbcActivityLog(zoneless, LOG.withZones(ZoneId.of("Europe/Berlin"), LONDON)),
                "{2026-03-29=[1, 2]}");
        assertAlike(
                new JdbcActivityLog(seconds, LOG.withTimeType(TimeType.EPOCH_S).withZones(ZoneOffset.UTC, LONDON)),
                expected);
        assertAlike(
                new JdbcActivityLog(millis, LOG.withTimeType(TimeType.EPOCH_MS).withZones(ZoneOffset.UTC, LONDON)),
                expected);
        assertAlike(
                new JdbcActivityLog(text, LOG.withZones(ZoneOffset.UTC, LONDON)),
                "{2026-03-29=[1], 2026-03-30=[2, 3]}");
        assertAlike(new JdbcActivityLog(date, LOG), expected);
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "H2"})
    @DisplayName("ids may be UUIDs, and texts of a megabyte, the same text being the same user")
    void ids(Databases kind) {
        var day = "TIMESTAMP WITH TIME ZONE '2026-03-29 12:00:00+00'";
        var uuids = table(
                kind, "UUID", "TIMESTAMP WITH TIME ZONE", "('00000000-0000-0001-0000-000000000002', " + day + ")");
        var texts = table(
                kind,
                kind == Databases.H2 ? "VARCHAR" : "TEXT",
                "TIMESTAMP WITH TIME ZONE",
                "(REPEAT('x', 1000000), %1$s), (REPEAT('x', 1000000), %1$s), ('ü', %1$s)".formatted(day));

        var uuid = new TreeSet<String>();
        new JdbcActivityLog(uuids, LOG)
                .read(DayRange.of(LocalDate.of(2026, 3, 29)), (high, low, epochDay) -> uuid.add(high + " " + low));
        var text = new TreeSet<String>();
        new JdbcActivityLog(texts, LOG)
                .read(DayRange.of(LocalDate.of(2026, 3, 29)), (high, low, epochDay) -> text.add(high + " " + low));

        assertThat(uuid).containsExactly("1 2");
        assertThat(text).hasSize(2).doesNotContain("0 0");
        assertThat(users(new JdbcActivityLog(texts, LOG), DayRange.of(LocalDate.of(2026, 3, 29)))
                        .toString())
                .isEqualTo("{2026-03-29=2}");
        assertThat(new RetentionLedger(new JdbcActivityLog(texts, LOG), LedgerSettings.DEFAULT).open())
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "H2"})
    @DisplayName("an unknown table or column, and a type that does not fit, are mistakes that name what there is")
    void mistakes(Databases kind) {
        var database = table(kind, "BIGINT", "BIGINT", "(1, 1)");

        assertThatThrownBy(new JdbcActivityLog(database, ActivityTable.of("nowhere", "a", "b"))::check)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("\"nowhere\" is not in the database");
        assertThatThrownBy(new JdbcActivityLog(database, ActivityTable.of("audit_log", "usr", "happened_at"))::check)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("\"usr\"")
                .hasMessageContainingAll("its columns are");
        assertThatThrownBy(new JdbcActivityLog(database, LOG)::check)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("EPOCH_S");
        assertThatThrownBy(new JdbcActivityLog(database, LOG.withTimeType(TimeType.DATE))::check)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("cannot be read as DATE");
        assertThatThrownBy(() -> ActivityTable.of("audit_log; DROP TABLE x", "a", "b"))
                .isInstanceOf(ConfigurationException.class);
        assertThatThrownBy(() -> LOG.withIngestColumn("a\"b")).isInstanceOf(ConfigurationException.class);
    }

    @Test
    @DisplayName(
            "of the users table only the id is read: the rest may be forbidden; without the id it says what to grant")
    void usersTable() {
        var database = table(Databases.POSTGRESQL, "BIGINT", "TIMESTAMP WITH TIME ZONE", """
                (1, TIMESTAMP WITH TIME ZONE '2026-03-29 12:00:00+00'),
                (2, TIMESTAMP WITH TIME ZONE '2026-03-29 12:00:00+00')""");
        var role = "reader_" + RealPostgres.nameOf(database);
        Jdbi.create(database).useHandle(handle -> {
            handle.execute("CREATE TABLE people (id BIGINT PRIMARY KEY, email TEXT)");
            handle.execute("INSERT INTO people VALUES (1, 'somebody@example.org')");
            handle.execute("CREATE ROLE " + role + " LOGIN");
            handle.execute("GRANT SELECT (user_id, happened_at) ON audit_log TO " + role);
        });
        var log = new JdbcActivityLog(
                RealPostgres.as(role, RealPostgres.nameOf(database)), LOG.withUsers("people", "id"));

        assertThatThrownBy(log::check)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("grant SELECT");
        Jdbi.create(database).useHandle(handle -> handle.execute("GRANT SELECT (id) ON people TO " + role));
        log.check();

        assertAlike(log, "{2026-03-29=[1]}");
        assertThat(new RetentionLedger(log, LedgerSettings.DEFAULT).open())
                .hasValueSatisfying(why -> assertThat(why).contains("may not create or write"));
    }

    @Test
    @DisplayName("what a database says of a row is not repeated: neither message nor cause names a user")
    void noIdInAFault() {
        var database =
                table(Databases.POSTGRESQL, "TEXT", "TEXT", "('alice@example.org', '2026-03-29alice@example.org')");
        var log = new JdbcActivityLog(database, LOG);
        var day = DayRange.of(LocalDate.of(2026, 3, 29));

        assertThatThrownBy(() -> log.gaps(day, (epochDay, gap, users) -> {}))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("SQL state 22007")
                .hasMessageNotContaining("alice")
                .hasNoCause();
        assertThatThrownBy(() -> log.read(day, (high, low, epochDay) -> {}))
                .isInstanceOf(UnavailableException.class)
                .hasMessageNotContaining("alice")
                .hasNoCause();
    }

    @Test
    @DisplayName("a connection that is cut in mid-stream is a fault, and not the end of the log")
    void cut() {
        var database = table(
                Databases.POSTGRESQL,
                "BIGINT",
                "TIMESTAMP WITH TIME ZONE",
                "(0, TIMESTAMP WITH TIME ZONE '2026-03-29 12:00:00+00')");
        Jdbi.create(database)
                .useHandle(
                        handle -> handle.execute(
                                "INSERT INTO audit_log SELECT n, TIMESTAMP WITH TIME ZONE '2026-03-29 12:00:00+00' FROM generate_series(1, 500000) n"));
        var log = new JdbcActivityLog(database, LOG);
        var rows = new int[1];

        assertThatThrownBy(() -> log.read(DayRange.of(LocalDate.of(2026, 3, 29)), (high, low, epochDay) -> {
                    if (++rows[0] == 1000) {
                        Jdbi.create(database)
                                .useHandle(
                                        handle -> handle.execute(
                                                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'COPY%' AND datname = current_database()"));
                    }
                }))
                .isInstanceOf(UnavailableException.class);
        assertThat(rows[0]).isLessThan(500_001);
    }

    private static void assertAlike(JdbcActivityLog log, String expected) {
        var days = new DayRange(LocalDate.of(2026, 3, 28), LocalDate.of(2026, 4, 1));

        var seen = seen(log, days);
        var users = users(log, days);

        assertThat(seen.toString()).isEqualTo(expected);
        seen.forEach((day, ids) ->
                assertThat(users.get(day)).as("users counted on %s", day).isEqualTo(ids.size()));
    }

    private static Map<LocalDate, SortedSet<Long>> seen(JdbcActivityLog log, DayRange days) {
        var seen = new TreeMap<LocalDate, SortedSet<Long>>();
        log.read(days, (high, low, day) -> {
            assertThat(high).isZero();
            seen.computeIfAbsent(LocalDate.ofEpochDay(day), none -> new TreeSet<>())
                    .add(low);
        });
        return seen;
    }

    private static Map<LocalDate, Long> users(JdbcActivityLog log, DayRange days) {
        var counted = new TreeMap<LocalDate, Long>();
        log.gaps(days, (day, gap, users) -> counted.merge(LocalDate.ofEpochDay(day), users, Long::sum));
        return counted;
    }

    private static DataSource table(Databases kind, String userType, String timeType, String rows) {
        var database = kind.fresh();
        Jdbi.create(database).useHandle(handle -> {
            handle.execute("CREATE TABLE audit_log (user_id %s, happened_at %s)".formatted(userType, timeType));
            handle.execute("INSERT INTO audit_log VALUES " + rows);
        });
        return database;
    }
}
