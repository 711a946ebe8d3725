package ai.levqor.ops.engine.retention;

import static org.assertj.core.api.Assertions.assertThat;

import ai.levqor.ops.spi.activity.DayRange;
import ai.levqor.ops.store.jdbc.ActivityTable;
import ai.levqor.ops.store.jdbc.Databases;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/** A log of activity in a database, and the truth about it. Days count from {@link #START}. */
final class LoggedHistory {
    static final LocalDate START = LocalDate.of(2026, 1, 1);
    static final ActivityTable TABLE =
            ActivityTable.of("audit_log", "user_id", "happened_at").withIngestColumn("id");

    private static final int USERS = 40;

    private static final List<String> LEDGER = List.of(
            "analytics_aggregates",
            "user_last_seen",
            "levqor_activity_gaps",
            "levqor_activity_cohorts",
            "levqor_activity_night",
            "levqor_retention_mark");

    private final Jdbi jdbi;
    private final Random random;
    private final Truth truth;

    private LoggedHistory(Jdbi jdbi, Random random, Truth truth) {
        this.jdbi = jdbi;
        this.random = random;
        this.truth = truth;
    }

    /** A log without a row. */
    static LoggedHistory in(DataSource database, Databases kind) {
        var jdbi = Jdbi.create(database);
        jdbi.useHandle(handle -> handle.execute("CREATE TABLE audit_log (id %s, user_id BIGINT, happened_at %s)"
                .formatted(kind.identity(), kind.instant())));
        return new LoggedHistory(jdbi, new Random(20261126), new Truth());
    }

    /** The same in a copy of its database. */
    LoggedHistory in(DataSource copy) {
        return new LoggedHistory(Jdbi.create(copy), random, truth);
    }

    static LocalDate day(int day) {
        return START.plusDays(day);
    }

    /** Adds days full of users, some of whom stay away for months. */
    LoggedHistory withDays(int from, int to) {
        var seen = new ArrayList<Seen>();
        for (int day = from; day < to; day++) {
            for (int event = 0; event < 3 + random.nextInt(20); event++) {
                seen.add(new Seen(random.nextInt(3) > 0 ? random.nextInt(USERS) : USERS + day % 60, day));
            }
        }
        seen(seen);
        return this;
    }

    /** Adds the next day, and rows that come late: of users who are known, by days and by months, and of a new one. */
    void nextDay(int day) {
        withDays(day, day + 1);
        seen(List.of(
                new Seen(random.nextInt(USERS), day - 1 - random.nextInt(5)),
                new Seen(random.nextInt(USERS), random.nextInt(5)),
                new Seen(1000L + day, day - 2)));
    }

    /** Adds a row. */
    void seen(long user, int day) {
        seen(List.of(new Seen(user, day)));
    }

    private record Seen(long user, int day) {}

    private void seen(List<Seen> all) {
        jdbi.useTransaction(handle -> {
            var batch = handle.prepareBatch("INSERT INTO audit_log (user_id, happened_at) VALUES (?, ?)");
            for (var one : all) {
                truth.seen(one.user(), day(one.day()));
                batch.bind(0, one.user())
                        .bind(1, day(one.day()).atTime(12, 0).atOffset(ZoneOffset.UTC))
                        .add();
            }
            batch.execute();
        });
    }

    /** All that the ledger's tables hold, by table. */
    Map<String, Object> ledger() {
        return jdbi.withHandle(handle -> {
            var all = new TreeMap<String, Object>();
            for (var table : LEDGER) {
                all.put(
                        table,
                        handle.createQuery("SELECT * FROM " + table + " ORDER BY 1, 2")
                                .mapToMap()
                                .list());
            }
            return all;
        });
    }

    void dropLedger() {
        jdbi.useHandle(handle -> LEDGER.forEach(table -> handle.execute("DROP TABLE IF EXISTS " + table)));
    }

    /** These days' figures are there and true. */
    void assertFigures(RetentionPlan plan, int from, int to) {
        for (var row : plan.rows(new DayRange(day(from), day(to)))) {
            assertFigures(row);
        }
    }

    /** What is shown of these days is true; a day may be missing. */
    void assertNothingWrong(RetentionPlan plan, int from, int to) {
        for (var row : plan.rows(new DayRange(day(from), day(to)))) {
            if (row.state() != RetentionRow.State.MISSING) {
                assertFigures(row);
            }
        }
    }

    /** All figures and cohorts up to a day are there and true. */
    void assertAll(RetentionPlan plan, int days) {
        assertFigures(plan, 0, days);
        var cohorts = plan.cohorts(new DayRange(START, day(days)));
        for (int first = 0; first < days; first++) {
            for (int offset = 0; first + offset < days; offset++) {
                var epochDay = (int) day(first).toEpochDay();
                assertThat(cohorts.classic(epochDay, offset))
                        .as("classic, day %s of %s", offset, day(first))
                        .isEqualTo(truth.classic(day(first), offset));
                assertThat(cohorts.rolling(epochDay, offset))
                        .as("rolling, day %s of %s", offset, day(first))
                        .isEqualTo(truth.rolling(day(first), offset));
            }
        }
    }

    private void assertFigures(RetentionRow row) {
        assertThat(row.dau()).as("dau of %s", row.day()).hasValue(truth.active(row.day(), 1));
        assertThat(row.wau()).as("wau of %s", row.day()).hasValue(truth.active(row.day(), 7));
        assertThat(row.mau()).as("mau of %s", row.day()).hasValue(truth.active(row.day(), 30));
    }
}
