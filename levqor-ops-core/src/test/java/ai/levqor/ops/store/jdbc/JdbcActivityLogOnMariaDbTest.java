package ai.levqor.ops.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.levqor.ops.spi.ConfigurationException;
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

@DisplayName("a host's log on MariaDB")
class JdbcActivityLogOnMariaDbTest {
    private static final ZoneId LONDON = ZoneId.of("Europe/London");
    private static final ActivityTable LOG = ActivityTable.of("audit_log", "user_id", "happened_at");
    private static final DayRange YEAR = new DayRange(LocalDate.of(2026, 3, 28), LocalDate.of(2026, 10, 27));

    @Test
    @DisplayName(
            "its days are those of a named zone, to the microsecond, also where the clocks change; read and counted alike")
    void days() {
        var database = table("BIGINT", "TIMESTAMP(6) NULL", """
                (1, '2026-03-28 23:59:59.999999'), (2, '2026-03-29 00:00:00'), (3, '2026-03-29 22:59:59.999999'),
                (4, '2026-03-29 23:00:00'), (4, '2026-03-30 12:00:00'), (5, '2026-10-24 23:00:00'),
                (6, '2026-10-25 23:59:59.999999'), (7, '2026-10-26 00:00:00'), (1, '1971-01-01 12:00:00'),
                (NULL, '2026-03-29 12:00:00'), (8, NULL)""");

        assertAlike(
                new JdbcActivityLog(database, LOG.withZones(ZoneOffset.UTC, LONDON)),
                "{2026-03-28=[1], 2026-03-29=[2, 3], 2026-03-30=[4], 2026-10-25=[5, 6], 2026-10-26=[7]}");
    }

    @Test
    @DisplayName("a time may be a zoneless one, whole seconds or milliseconds, or a date")
    void timeTypes() {
        var zoneless = table("BIGINT", "DATETIME(6)", "(1, '2026-03-29 23:30:00'), (2, '2026-03-30 00:30:00')");
        var seconds = table("BIGINT", "BIGINT", "(1, 1774823400), (2, 1774827000), (3, -1)");
        var millis = table("BIGINT", "BIGINT", "(1, 1774823400000), (2, 1774827000000), (3, -1)");
        var date = table("INT", "DATE", "(1, '2026-03-29'), (2, '2026-03-30')");
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
        assertAlike(new JdbcActivityLog(date, LOG), expected);
    }

    @Test
    @DisplayName("an ISO text is read here, and the count inside the database says that it cannot")
    void texts() {
        var text = table("BIGINT", "VARCHAR(40)", "(1, '2026-03-29T22:30:00Z'), (2, '2026-03-30T01:30:00+02:00')");
        var log = new JdbcActivityLog(text, LOG.withZones(ZoneOffset.UTC, LONDON));

        assertThat(seen(log).toString()).isEqualTo("{2026-03-29=[1], 2026-03-30=[2]}");
        assertThatThrownBy(() -> users(log)).isInstanceOf(ConfigurationException.class);
    }

    @Test
    @DisplayName(
            "text ids of any length are the same users here and there, and so is a long one in the last-seen table")
    void textIds() {
        var texts = table("TEXT", "TIMESTAMP(6) NULL", """
                (REPEAT('x', 60000), '2026-03-29 12:00:00'), (REPEAT('x', 60000), '2026-03-29 13:00:00'),
                ('ü', '2026-03-29 12:00:00'), ('u', '2026-03-29 12:00:00')""");
        var log = new JdbcActivityLog(texts, LOG);

        var ids = new TreeSet<String>();
        log.read(YEAR, (high, low, day) -> ids.add(high + " " + low));

        assertThat(ids).hasSize(3);
        assertThat(new RetentionLedger(log, LedgerSettings.DEFAULT).open()).isEmpty();
    }

    private static void assertAlike(JdbcActivityLog log, String expected) {
        var seen = seen(log);
        var users = users(log);

        assertThat(seen.toString()).isEqualTo(expected);
        seen.forEach((day, ids) ->
                assertThat(users.get(day)).as("users counted on %s", day).isEqualTo(ids.size()));
    }

    private static Map<LocalDate, SortedSet<Long>> seen(JdbcActivityLog log) {
        var seen = new TreeMap<LocalDate, SortedSet<Long>>();
        log.read(
                YEAR,
                (high, low, day) -> seen.computeIfAbsent(LocalDate.ofEpochDay(day), none -> new TreeSet<>())
                        .add(low));
        return seen;
    }

    private static Map<LocalDate, Long> users(JdbcActivityLog log) {
        var counted = new TreeMap<LocalDate, Long>();
        log.gaps(YEAR, (day, gap, users) -> counted.merge(LocalDate.ofEpochDay(day), users, Long::sum));
        return counted;
    }

    private static DataSource table(String userType, String timeType, String rows) {
        var database = RealMariaDb.database();
        Jdbi.create(database).useHandle(handle -> {
            handle.execute("SET time_zone = '+00:00'");
            handle.execute("CREATE TABLE audit_log (user_id %s, happened_at %s)".formatted(userType, timeType));
            handle.execute("INSERT INTO audit_log VALUES " + rows);
        });
        return database;
    }
}
