package ai.levqor.ops.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.spi.activity.DayRange;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("a long history on PostgreSQL")
class PostgresBackfillTest {
    private static final ActivityTable LOG = ActivityTable.of("audit_log", "user_id", "happened_at");
    private static final LocalDate FIRST = LocalDate.of(2026, 1, 1);
    private static final DayRange TEN_DAYS = new DayRange(FIRST, FIRST.plusDays(10));

    private final DataSource database = RealPostgres.database();
    private final Jdbi jdbi = Jdbi.create(database);

    @Test
    @DisplayName("the condition on the time stays away where it would cut little off, by what the planner knows")
    void bounds() {
        givenTenDays();

        assertThat(from(LOG, TEN_DAYS)).as("without statistics").contains("happened_at");
        jdbi.useHandle(handle -> handle.execute("ANALYZE audit_log"));

        assertThat(from(LOG, TEN_DAYS)).doesNotContain("happened_at");
        assertThat(from(LOG, new DayRange(FIRST.minusDays(100), FIRST.plusDays(100))))
                .doesNotContain("happened_at");
        assertThat(from(LOG, new DayRange(FIRST, FIRST.plusDays(7)))).contains("happened_at");
        assertThat(from(LOG, DayRange.of(FIRST.plusDays(3)))).contains("happened_at");
    }

    @Test
    @DisplayName("texts keep their condition: one that is no time may be far off")
    void textsKeepTheirs() {
        jdbi.useHandle(handle -> {
            handle.execute("CREATE TABLE audit_log (user_id BIGINT, happened_at TEXT)");
            handle.execute("INSERT INTO audit_log SELECT n, '2026-01-02T12:00:00Z' FROM generate_series(1, 1000) n");
            handle.execute("INSERT INTO audit_log VALUES (1, 'never')");
            handle.execute("ANALYZE audit_log");
        });

        assertThat(gaps(new JdbcActivityLog(database, LOG), TEN_DAYS)).containsEntry("2026-01-02 0", 1000L);
    }

    @Test
    @DisplayName(
            "rows outside the days, at no finite time, at none, and of no user are left out, with bounds or without")
    void leftOut() {
        givenTenDays();
        jdbi.useHandle(handle -> handle.execute("""
                INSERT INTO audit_log VALUES
                (5001, '2025-12-31 23:59:59.999999+00'), (5002, '2026-01-11 00:00:00+00'), (5003, 'infinity'),
                (5004, '-infinity'), (5005, NULL), (NULL, NULL), (NULL, '2026-01-05 12:00:00+00'),
                (NULL, '2025-12-31 12:00:00+00'), (5006, '0001-01-01 12:00:00 BC'),
                (5007, '2026-01-01 00:00:00+00'), (5008, '2026-01-10 23:59:59.999999+00')"""));
        var log = new JdbcActivityLog(database, LOG);
        var bounded = seen(log, TEN_DAYS);
        var boundedGaps = gaps(log, TEN_DAYS);
        assertThat(skipped(log)).as("rows of the days without a user").isEqualTo(1);

        jdbi.useHandle(handle -> handle.execute("ANALYZE audit_log"));

        assertThat(from(LOG, TEN_DAYS)).doesNotContain("happened_at");
        assertThat(seen(log, TEN_DAYS)).isEqualTo(bounded).hasSize(10);
        assertThat(gaps(log, TEN_DAYS)).isEqualTo(boundedGaps).isNotEmpty();
        assertThat(bounded.get(FIRST)).contains(5007L);
        assertThat(bounded.get(FIRST.plusDays(9))).contains(5008L).doesNotContain(5002L, 5003L);
        assertThat(skipped(log)).as("also rows without a time").isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 61, 62, 63, 64, 126, 127, 190, 766, 767})
    @DisplayName("bits of days are counted as by LAG, wherever a word of them ends")
    void words(int days) {
        jdbi.useHandle(handle -> {
            handle.execute("CREATE TABLE audit_log (user_id INTEGER, happened_at TIMESTAMP WITH TIME ZONE NOT NULL)");
            handle.execute(
                    "INSERT INTO audit_log SELECT n, TIMESTAMPTZ '2026-01-01 00:00:00+00' + m * INTERVAL '1 day' + e * INTERVAL '1 microsecond'"
                            + " FROM generate_series(1, 40) n, generate_series(-1, ?) m, (VALUES (-1), (0)) ends (e) WHERE m % n = 0 OR m = ?",
                    days + 1, days);
            handle.execute("ANALYZE audit_log");
        });
        var log = new JdbcActivityLog(database, LOG);
        var range = new DayRange(FIRST, FIRST.plusDays(days));

        assertThat(DayPatterns.fits(range)).isEqualTo(days <= 766);
        assertThat(gaps(log, range)).isEqualTo(byLag(log, range)).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "UTC, 2026-01-01",
        "Europe/London, 2026-03-20",
        "Europe/London, 2026-10-15",
        "America/Sao_Paulo, 2018-10-25",
        "America/Sao_Paulo, 2018-02-05",
        "Australia/Lord_Howe, 2026-03-28",
        "Asia/Kathmandu, 2026-01-01",
        "Pacific/Apia, 2011-12-20",
    })
    @DisplayName("days of a zone are read and counted to the microsecond, also one of 23, 25 or no hours")
    void zones(String name, LocalDate first) {
        var zone = ZoneId.of(name);
        var days = new DayRange(first, first.plusDays(20));
        var expected = new TreeMap<LocalDate, Set<Long>>();
        jdbi.useHandle(handle -> {
            handle.execute("CREATE TABLE audit_log (user_id BIGINT, happened_at TIMESTAMP WITH TIME ZONE)");
            var user = 0L;
            for (var day = first.minusDays(1); !day.isAfter(days.to()); day = day.plusDays(1)) {
                var start = day.atStartOfDay(zone).toInstant();
                for (var at : new Instant[] {
                    start.minusNanos(1000),
                    start,
                    start.plusNanos(1000),
                    start.plusSeconds(80_000),
                    start.plusSeconds(3_600)
                }) {
                    user++;
                    handle.execute("INSERT INTO audit_log VALUES (?, ?)", user, at.atOffset(ZoneOffset.UTC));
                    var on = LocalDate.ofInstant(at, zone);
                    if (days.contains(on)) {
                        expected.computeIfAbsent(on, none -> new TreeSet<>()).add(user);
                    }
                }
            }
            handle.execute("ANALYZE audit_log");
        });
        var log = new JdbcActivityLog(database, LOG.withZones(ZoneOffset.UTC, zone));
        var users = new TreeMap<String, Long>();
        expected.forEach((day, ids) -> users.put(day + " 0", (long) ids.size()));

        assertThat(seen(log, days)).isEqualTo(expected);
        assertThat(gaps(log, days)).isEqualTo(users);
    }

    @Test
    @DisplayName("a pool may wrap the connection, and may hide it: then a cursor reads the same")
    void pools() {
        givenTenDays();
        var plain = new JdbcActivityLog(database, LOG);
        var seen = seen(plain, TEN_DAYS);
        var gaps = gaps(plain, TEN_DAYS);

        for (var hidden : new boolean[] {false, true}) {
            var asked = new ArrayList<String>();
            var pooled = new JdbcActivityLog(pool(hidden, asked), LOG);

            assertThat(seen(pooled, TEN_DAYS)).isEqualTo(seen);
            assertThat(gaps(pooled, TEN_DAYS)).isEqualTo(gaps);
            assertThat(asked.contains("unwrap")).isEqualTo(!hidden);
        }
    }

    /** Wraps each connection, and may not say what is within. */
    private DataSource pool(boolean hidden, List<String> asked) {
        return (DataSource) wrapped(DataSource.class, (name, result) -> {
            try {
                var connection = database.getConnection();
                return wrapped(Connection.class, (asking, call) -> {
                    asked.add(asking);
                    return hidden && asking.equals("isWrapperFor") ? false : call.of(connection);
                });
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        });
    }

    private static Object wrapped(Class<?> type, Answer answer) {
        return Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, given) -> answer.to(method.getName(), target -> {
                    try {
                        return method.invoke(target, given);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    private interface Answer {
        @Nullable
        Object to(String name, Call call) throws Throwable;
    }

    private interface Call {
        @Nullable
        Object of(Object target) throws Throwable;
    }

    /** A thousand users, each on one to five of ten days. */
    private void givenTenDays() {
        jdbi.useHandle(handle -> {
            handle.execute("CREATE TABLE audit_log (user_id BIGINT, happened_at TIMESTAMP WITH TIME ZONE)");
            handle.execute("INSERT INTO audit_log SELECT n, TIMESTAMPTZ '2026-01-01 06:00:00+00'"
                    + " + ((n * m) % 10) * INTERVAL '1 day' FROM generate_series(1, 1000) n, generate_series(1, 5) m");
        });
    }

    private String from(ActivityTable table, DayRange days) {
        var log = new JdbcActivityLog(database, table);
        try (var handle = jdbi.open()) {
            return ScanBounds.from(handle.getConnection(), log.sql(handle), days)
                    .text();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private long skipped(JdbcActivityLog log) {
        try (var handle = jdbi.open()) {
            return PostgresCopy.read(
                    handle.getConnection(),
                    log.sql(handle),
                    LOG,
                    TEN_DAYS,
                    (high, low, day) -> assertThat(high).isZero());
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<LocalDate, Set<Long>> seen(JdbcActivityLog log, DayRange days) {
        var seen = new TreeMap<LocalDate, Set<Long>>();
        log.read(
                days,
                (high, low, day) -> seen.computeIfAbsent(LocalDate.ofEpochDay(day), none -> new TreeSet<>())
                        .add(low));
        return seen;
    }

    private static Map<String, Long> gaps(JdbcActivityLog log, DayRange days) {
        var counted = new TreeMap<String, Long>();
        log.gaps(
                days,
                (day, gap, users) -> assertThat(counted.put(LocalDate.ofEpochDay(day) + " " + gap, users))
                        .isNull());
        return counted;
    }

    private Map<String, Long> byLag(JdbcActivityLog log, DayRange days) {
        var counted = new TreeMap<String, Long>();
        jdbi.useHandle(handle -> {
            var lag = new GapQuery(log.sql(handle), LOG).statement(days);
            lag.bindTo(handle.createQuery(lag.text()))
                    .map((row, context) ->
                            counted.put(LocalDate.ofEpochDay(row.getInt(1)) + " " + row.getInt(2), row.getLong(3)))
                    .list();
        });
        return counted;
    }
}
